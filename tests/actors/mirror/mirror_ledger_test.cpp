#include "actors/mirror/mirror_ledger.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <vector>

namespace troupe::actors {
namespace {

mirror_ledger_ptr ledger(unsigned percent, std::size_t max_in_flight) {
  return std::make_shared<mirror_ledger>(percent, max_in_flight);
}

BOOST_AUTO_TEST_SUITE(mirror_ledger_test)

BOOST_AUTO_TEST_CASE(the_share_is_exact_over_a_hundred) {
  for (auto percent : {0u, 1u, 7u, 50u, 99u, 100u}) {
    auto uut = ledger(percent, 1);
    auto admitted = 0u;
    for (auto i = 0; i < 300; ++i)
      admitted += uut->admit() ? 1 : 0;
    BOOST_TEST(admitted == 3 * percent);
  }
}

BOOST_AUTO_TEST_CASE(there_are_no_more_at_a_time_than_may_be) {
  auto uut = ledger(100, 2);
  auto held = std::vector<mirror_ledger::permit>{};
  held.push_back(uut->admit());
  held.push_back(uut->admit());
  BOOST_TEST(bool{held[1]});
  BOOST_TEST(!uut->admit());
  BOOST_TEST(uut->in_flight() == 2u);
  BOOST_TEST(uut->counters().dropped == 1u);
  held.pop_back();
  BOOST_TEST(bool{uut->admit()});
}

BOOST_AUTO_TEST_CASE(a_permit_that_was_not_used_is_a_copy_that_was_dropped) {
  auto uut = ledger(100, 2);
  uut->admit().note_sent();
  BOOST_TEST(uut->counters().sent == 1u);
  BOOST_TEST(uut->counters().dropped == 0u);
  uut->admit();
  BOOST_TEST(uut->counters().dropped == 1u);
  BOOST_TEST(uut->in_flight() == 0u);
}

BOOST_AUTO_TEST_CASE(a_permit_may_outlive_whoever_gave_it) {
  auto uut = ledger(100, 2);
  auto held = uut->admit();
  auto moved = std::move(held);
  uut.reset();
  BOOST_TEST(!held);
  BOOST_TEST(bool{moved});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
