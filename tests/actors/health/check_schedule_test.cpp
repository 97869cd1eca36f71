#include "tests/actors/balancer/stage.hpp"

#include "actors/health/check_schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using runtime::time::duration;
using runtime::time::steady_point;

struct spread {
  duration least = duration::max();
  duration most = duration::zero();
};

/// How far a thousand draws are from `begin`.
template <class Draw>
spread spread_of(steady_point begin, Draw draw) {
  auto result = spread{};
  for (auto i = 0; i < 1000; ++i) {
    auto after = draw() - begin;
    result = {std::min(result.least, after), std::max(result.most, after)};
  }
  return result;
}

struct check_schedule_fixture {
  const steady_point start{1h};
  test::seeded_random random;

  spread next(const check_timing& timing, bool healthy = true) {
    return spread_of(
      start, [&] { return next_check(timing, start, healthy, random); });
  }
};

BOOST_FIXTURE_TEST_SUITE(check_schedule_test, check_schedule_fixture)

BOOST_AUTO_TEST_CASE(first_checks_are_spread_over_an_interval) {
  auto got = spread_of(
    start, [&] { return first_check({.interval = 400ms}, start, random); });
  BOOST_TEST((got.least >= 0ms && got.least < 4ms));
  BOOST_TEST((got.most > 396ms && got.most < 400ms));
}

BOOST_AUTO_TEST_CASE(nobody_waits_long_for_the_first) {
  auto got = spread_of(
    start, [&] { return first_check({.interval = 1h}, start, random); });
  BOOST_TEST((got.most > 990ms && got.most < 1s));
}

BOOST_AUTO_TEST_CASE(intervals_differ_by_the_jitter_to_both_sides) {
  auto got = next({.interval = 10s, .jitter = 20});
  BOOST_TEST((got.least >= 8s && got.least < 8050ms));
  BOOST_TEST((got.most > 11950ms && got.most < 12s));
}

BOOST_AUTO_TEST_CASE(without_jitter_all_are_the_same) {
  auto got = next({.interval = 10s, .jitter = 0});
  BOOST_TEST((got.least == 10s));
  BOOST_TEST((got.most == 10s));
}

BOOST_AUTO_TEST_CASE(who_is_down_may_be_asked_more_often) {
  auto timing = check_timing{.interval = 10s, .interval_down = 1s, .jitter = 0};
  BOOST_TEST((next(timing, false).most == 1s));
  BOOST_TEST((next(timing, true).least == 10s));
  timing.interval_down = 0s;
  BOOST_TEST((next(timing, false).most == 10s));
}

BOOST_AUTO_TEST_CASE(times_that_make_no_sense_are_found) {
  BOOST_TEST(!problem_with(check_timing{}).has_value());
  BOOST_TEST(problem_with(check_timing{.interval = 0ms}).has_value());
  BOOST_TEST(problem_with(check_timing{.interval_down = -1ms}).has_value());
  BOOST_TEST(problem_with(check_timing{.jitter = 101}).has_value());
  BOOST_TEST(problem_with(check_timing{.timeout = 0ms}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
