#include "actors/pool/idle_ledger.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(idle_ledger_test)

BOOST_AUTO_TEST_CASE(lends_the_newest_and_gives_up_the_oldest) {
  auto uut = idle_ledger<int>{2};
  BOOST_TEST(!uut.put(1).has_value());
  BOOST_TEST(!uut.put(2).has_value());
  BOOST_TEST(uut.put(3).value() == 1);
  BOOST_TEST(uut.oldest() == 2);
  BOOST_TEST(uut.take().value() == 3);
  BOOST_TEST(uut.take().value() == 2);
  BOOST_TEST(!uut.take().has_value());
  BOOST_TEST(uut.empty());
}

BOOST_AUTO_TEST_CASE(with_no_room_returns_what_it_is_given) {
  auto uut = idle_ledger<int>{0};
  BOOST_TEST(uut.put(1).value() == 1);
  BOOST_TEST(uut.size() == 0u);
}

BOOST_AUTO_TEST_CASE(the_oldest_can_be_taken_out) {
  auto uut = idle_ledger<int>{3};
  for (auto i : {1, 2, 3})
    uut.put(i);
  BOOST_TEST(uut.take_oldest().value() == 1);
  BOOST_TEST(uut.take_oldest().value() == 2);
  BOOST_TEST(uut.take_oldest().value() == 3);
  BOOST_TEST(!uut.take_oldest().has_value());
}

BOOST_AUTO_TEST_CASE(any_can_be_taken_out_and_the_others_keep_their_order) {
  auto uut = idle_ledger<int>{3};
  for (auto i : {1, 2, 3})
    uut.put(i);
  BOOST_TEST(uut.take_if([](int x) { return x == 2; }).value() == 2);
  BOOST_TEST(!uut.take_if([](int x) { return x == 2; }).has_value());
  BOOST_TEST(uut.size() == 2u);
  BOOST_TEST(uut.oldest() == 1);
  BOOST_TEST(uut.take().value() == 3);
}

BOOST_AUTO_TEST_CASE(keeps_nothing_of_what_it_gave_away) {
  auto uut = idle_ledger<std::shared_ptr<int>>{1};
  auto first = std::make_shared<int>(1);
  auto second = std::make_shared<int>(2);
  uut.put(first);
  uut.put(second);
  BOOST_TEST(first.use_count() == 1);
  uut.take();
  BOOST_TEST(second.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
