#include "actors/balancer/slow_start.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(slow_start_test)

BOOST_AUTO_TEST_CASE(the_weight_rises_with_time_from_a_floor) {
  auto uut = slow_start_options{.window = 10s, .floor = 0.1};
  BOOST_TEST(slow_start_share(uut, 0s) == 0.1);
  BOOST_TEST(slow_start_share(uut, 500ms) == 0.1);
  BOOST_TEST(slow_start_share(uut, 5s) == 0.5);
  BOOST_TEST(slow_start_share(uut, 9s) == 0.9);
  BOOST_TEST(slow_start_share(uut, 10s) == 1.0);
  BOOST_TEST(slow_start_share(uut, 1h) == 1.0);
}

BOOST_AUTO_TEST_CASE(aggression_bends_the_way) {
  auto uut = slow_start_options{.window = 10s, .floor = 0.1, .aggression = 2};
  BOOST_TEST(slow_start_share(uut, 2500ms) == 0.5);
}

BOOST_AUTO_TEST_CASE(without_a_window_the_weight_is_there_at_once) {
  BOOST_TEST(slow_start_share({}, 0s) == 1.0);
}

BOOST_AUTO_TEST_CASE(a_clock_that_stands_before_the_start_is_no_harm) {
  auto uut = slow_start_options{.window = 10s, .floor = 0.2};
  BOOST_TEST(slow_start_share(uut, -5s) == 0.2);
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  auto nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST(!problem_with(slow_start_options{.window = 10s}).has_value());
  BOOST_TEST(problem_with(slow_start_options{.window = -1s}).has_value());
  BOOST_TEST(problem_with(slow_start_options{.floor = 0}).has_value());
  BOOST_TEST(problem_with(slow_start_options{.floor = nan}).has_value());
  BOOST_TEST(problem_with(slow_start_options{.aggression = 0}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
