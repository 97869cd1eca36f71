#include "actors/health/retry_budget.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace troupe::actors {
namespace {

/// How many retries have a place at a time while so many requests are live.
std::uint32_t most_of(const retry_budget_options& options, std::uint32_t live) {
  auto uut = std::make_shared<retry_budget>(options);
  auto held = std::vector<shared_place>{};
  while (auto place = uut->try_enter(live))
    held.push_back(std::move(place));
  BOOST_TEST(uut->refused() == 1u);
  return uut->in_use();
}

BOOST_AUTO_TEST_SUITE(retry_budget_test)

BOOST_AUTO_TEST_CASE(is_a_share_of_what_is_under_way) {
  BOOST_TEST(most_of({.percent = 20, .least = 3}, 100) == 20u);
  BOOST_TEST(most_of({.percent = 20, .least = 3}, 104) == 20u);
  BOOST_TEST(most_of({.percent = 100, .least = 3}, 7) == 7u);
}

BOOST_AUTO_TEST_CASE(a_few_are_always_allowed) {
  BOOST_TEST(most_of({.percent = 20, .least = 3}, 1) == 3u);
  BOOST_TEST(most_of({.percent = 20, .least = 3}, 15) == 3u);
  BOOST_TEST(most_of({.percent = 20, .least = 3}, 20) == 4u);
  BOOST_TEST(most_of({.percent = 0, .least = 2}, 1000) == 2u);
}

BOOST_AUTO_TEST_CASE(none_is_allowed_if_nobody_wants_any) {
  BOOST_TEST(most_of({.percent = 0, .least = 0}, 1000) == 0u);
}

BOOST_AUTO_TEST_CASE(shrinks_with_the_traffic_and_takes_nothing_back) {
  auto uut = std::make_shared<retry_budget>(
    retry_budget_options{.percent = 50, .least = 0});
  auto first = uut->try_enter(4);
  auto second = uut->try_enter(4);
  BOOST_TEST(bool{second});
  BOOST_TEST(!uut->try_enter(2));
  first = {};
  BOOST_TEST(!uut->try_enter(2));
  second = {};
  BOOST_TEST(bool{uut->try_enter(2)});
}

BOOST_AUTO_TEST_CASE(all_threads_share_it) {
  auto uut = std::make_shared<retry_budget>(
    retry_budget_options{.percent = 20, .least = 0});
  auto held = std::vector<std::vector<shared_place>>(4);
  auto crowd = std::vector<std::thread>{};
  for (auto& mine : held)
    crowd.emplace_back([&uut, &mine] {
      for (auto i = 0; i < 1000; ++i)
        if (auto place = uut->try_enter(500))
          mine.push_back(std::move(place));
    });
  for (auto& x : crowd)
    x.join();
  BOOST_TEST(uut->in_use() == 100u);
  held.clear();
  BOOST_TEST(uut->in_use() == 0u);
}

BOOST_AUTO_TEST_CASE(more_than_all_is_no_share) {
  BOOST_TEST(!problem_with(retry_budget_options{}).has_value());
  BOOST_TEST(problem_with(retry_budget_options{.percent = 101}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
