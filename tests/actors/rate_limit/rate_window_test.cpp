#include "actors/rate_limit/rate_window.hpp"

#include <boost/test/unit_test.hpp>

#include <barrier>
#include <chrono>
#include <thread>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

constexpr auto start = rate_window::time_point{100s};

rate_window window_of(rate_window::duration interval) {
  return {interval, start};
}

BOOST_AUTO_TEST_SUITE(rate_window_test)

BOOST_AUTO_TEST_CASE(counts_within_an_interval) {
  auto uut = window_of(10s);
  BOOST_TEST(uut.observe("a", 1, start) == 1);
  BOOST_TEST(uut.observe("a", 2, start + 5s) == 3);
  BOOST_TEST(uut.observe("b", 1, start + 9s) == 1);
  BOOST_TEST(uut.current("a", start + 9s) == 3);
  BOOST_TEST(uut.observe("a", 1, start + 10s) == 1);
}

BOOST_AUTO_TEST_CASE(rate_is_that_of_the_last_complete_interval) {
  auto uut = window_of(10s);
  uut.observe("a", 30, start);
  BOOST_TEST(uut.rate("a", start + 9s) == 0.0);
  BOOST_TEST(uut.rate("a", start + 10s) == 3.0); // though nobody came since
  BOOST_TEST(uut.previous("a", start + 19s) == 30);
  uut.observe("a", 5, start + 19s);
  BOOST_TEST(uut.rate("a", start + 19s) == 3.0);
  BOOST_TEST(uut.rate("a", start + 20s) == 0.5);
  BOOST_TEST(uut.rate("a", start + 30s) == 0.0);
}

BOOST_AUTO_TEST_CASE(slides_from_one_interval_into_the_next) {
  auto uut = window_of(10s);
  uut.observe("a", 40, start);
  BOOST_TEST(uut.sliding("a", start + 9s) == 40.0);
  uut.observe("a", 8, start + 10s);
  BOOST_TEST(uut.sliding("a", start + 10s) == 48.0);
  BOOST_TEST(uut.sliding("a", start + 15s) == 28.0);
  BOOST_TEST(uut.sliding("a", start + 20s) == 8.0);
  BOOST_TEST(uut.sliding("a", start + 30s) == 0.0);
}

BOOST_AUTO_TEST_CASE(a_long_silence_leaves_nothing_of_the_past) {
  // Wherever in the circle of tables the window stands.
  for (auto before = 0; before < 6; ++before) {
    for (auto silence = 2; silence < 9; ++silence) {
      BOOST_TEST_CONTEXT(before << " turns, then none for " << silence) {
        auto uut = window_of(1s);
        for (auto i = 0; i <= before; ++i)
          BOOST_TEST(uut.observe("a", 7, start + i * 1s) == 7);
        auto now = start + (before + silence) * 1s;
        BOOST_TEST(uut.observe("a", 1, now) == 1);
        BOOST_TEST(uut.previous("a", now) == 0);
        BOOST_TEST(uut.observe("a", 2, now + 1s) == 2);
        BOOST_TEST(uut.previous("a", now + 1s) == 1);
        BOOST_TEST(uut.observe("a", 3, now + 2s) == 3);
        BOOST_TEST(uut.previous("a", now + 2s) == 2);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(who_comes_with_an_older_time_counts_for_the_present) {
  auto uut = window_of(10s);
  uut.observe("a", 1, start + 10s);
  BOOST_TEST(uut.observe("a", 1, start + 9s) == 2);
  BOOST_TEST(uut.current("a", start + 9s) == 2);
  BOOST_TEST(uut.observe("b", 1, start - 5s) == 1);
}

BOOST_AUTO_TEST_CASE(says_when_it_turns) {
  auto uut = window_of(10s);
  BOOST_TEST((uut.until_turn(start) == 10s));
  BOOST_TEST((uut.until_turn(start + 9s) == 1s));
  BOOST_TEST((uut.until_turn(start + 10s) == 10s));
  BOOST_TEST((uut.interval() == 10s));
}

// All threads meet at each turn, with the same time in their hands: whoever of
// them turns the window, nothing is lost and nothing of the past stays.
BOOST_AUTO_TEST_CASE(threads_that_race_at_the_turn_lose_nothing) {
  constexpr auto threads = 4;
  constexpr auto turns = 300;
  constexpr auto each = 5;
  auto uut = rate_window{1s, start, {.rows = 4, .slots = 64}};
  auto wrong = std::vector<int>(threads);
  auto together = std::barrier{threads};
  {
    auto crowd = std::vector<std::jthread>{};
    for (auto self = 0u; self < threads; ++self)
      crowd.emplace_back([&, self] {
        for (auto turn = 1; turn <= turns; ++turn) {
          // Now and then an interval, or two, pass in silence.
          auto number = turn + turn / 7 + turn / 11 * 2;
          auto silent = turn % 7 == 0 || turn % 11 == 0;
          auto now = start + number * 1s;
          together.arrive_and_wait();
          for (auto i = 0; i < each; ++i)
            uut.observe("a", 1, now);
          together.arrive_and_wait();
          if (uut.current("a", now) != threads * each)
            ++wrong[self];
          auto before = silent || turn == 1 ? 0 : threads * each;
          if (uut.previous("a", now) != before)
            ++wrong[self];
        }
      });
  }
  BOOST_TEST(wrong == std::vector<int>(threads),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
