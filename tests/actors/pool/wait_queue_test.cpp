#include "actors/pool/wait_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>

namespace troupe::actors {
namespace {

using runtime::time::steady_point;
using queue = wait_queue<int, char>;

steady_point at(int seconds) {
  return steady_point{std::chrono::seconds{seconds}};
}

queue three() {
  auto uut = queue{3};
  uut.push(1, at(11), 'a');
  uut.push(2, at(12), 'b');
  uut.push(3, at(13), 'c');
  return uut;
}

BOOST_AUTO_TEST_SUITE(wait_queue_test)

BOOST_AUTO_TEST_CASE(serves_who_came_first) {
  auto uut = three();
  BOOST_TEST(uut.pop().value() == 'a');
  BOOST_TEST(uut.pop().value() == 'b');
  BOOST_TEST(uut.pop().value() == 'c');
  BOOST_TEST(!uut.pop().has_value());
  BOOST_TEST(uut.empty());
}

BOOST_AUTO_TEST_CASE(is_full_at_its_limit_and_not_before) {
  auto uut = queue{2};
  BOOST_TEST(!uut.full());
  uut.push(1, at(1), 'a');
  BOOST_TEST(!uut.full());
  uut.push(2, at(1), 'b');
  BOOST_TEST(uut.full());
  uut.pop();
  BOOST_TEST(!uut.full());
  BOOST_TEST(queue{0}.full());
}

BOOST_AUTO_TEST_CASE(gives_up_who_is_late_when_the_deadline_has_come) {
  auto uut = three();
  BOOST_TEST((uut.next_deadline() == at(11)));
  BOOST_TEST(!uut.pop_expired(at(10)).has_value());
  BOOST_TEST(uut.pop_expired(at(12)).value() == 'a');
  BOOST_TEST(uut.pop_expired(at(12)).value() == 'b');
  BOOST_TEST(!uut.pop_expired(at(12)).has_value());
  BOOST_TEST((uut.next_deadline() == at(13)));
  uut.pop();
  BOOST_TEST(!uut.next_deadline().has_value());
  BOOST_TEST(!uut.pop_expired(at(99)).has_value());
}

BOOST_AUTO_TEST_CASE(without_a_deadline_nobody_is_late) {
  auto uut = queue{1};
  uut.push(1, std::nullopt, 'a');
  BOOST_TEST(!uut.next_deadline().has_value());
  BOOST_TEST(!uut.pop_expired(steady_point::max()).has_value());
  BOOST_TEST(uut.pop().value() == 'a');
}

BOOST_AUTO_TEST_CASE(forgets_who_waits_no_longer) {
  auto uut = three();
  BOOST_TEST(uut.forget(2));
  BOOST_TEST(!uut.forget(2));
  BOOST_TEST(uut.size() == 2u);
  BOOST_TEST(uut.forget(1));
  BOOST_TEST((uut.next_deadline() == at(13)));
  BOOST_TEST(uut.pop().value() == 'c');
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
