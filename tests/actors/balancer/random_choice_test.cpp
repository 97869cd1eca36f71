#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::balancer_fixture;

/// Of `n` that come with a probability of `p`, five standard deviations.
bool about(int got, int n, double p) {
  auto deviation = std::sqrt(n * p * (1 - p));
  return std::abs(got - n * p) < 5 * deviation;
}

BOOST_AUTO_TEST_SUITE(random_choice_test)

BOOST_AUTO_TEST_CASE(everybody_is_as_likely_whatever_they_weigh) {
  auto uut = balancer_fixture{balancing::random,
                              test::backends_weighing({9, 1, 1, 1})};
  for (auto n : uut.shares(40'000, 4))
    BOOST_TEST(about(n, 40'000, 0.25), n);
}

BOOST_AUTO_TEST_CASE(everybody_is_as_likely_as_they_weigh) {
  auto uut = balancer_fixture{balancing::weighted_random,
                              test::backends_weighing({7, 1, 2})};
  auto got = uut.shares(40'000, 3);
  BOOST_TEST(about(got[0], 40'000, 0.7), got[0]);
  BOOST_TEST(about(got[1], 40'000, 0.1), got[1]);
  BOOST_TEST(about(got[2], 40'000, 0.2), got[2]);
}

BOOST_AUTO_TEST_CASE(finds_the_light_one_when_the_heavy_one_has_failed) {
  auto uut = balancer_fixture{balancing::weighted_random,
                              test::backends_weighing({1'000'000, 1, 3})};
  auto seconds = std::vector<int>(3);
  for (auto i = 0; i < 8'000; ++i) {
    auto all = uut.all();
    BOOST_TEST_REQUIRE(all.size() == 3u);
    if (all[0] == 0)
      ++seconds[all[1]];
  }
  auto both = seconds[1] + seconds[2];
  BOOST_TEST(about(seconds[2], both, 0.75), seconds[2]);
}

BOOST_AUTO_TEST_CASE(who_starts_slowly_is_drawn_less_often) {
  auto uut
    = balancer_fixture{{.how = balancing::weighted_random},
                       test::backends_weighing({2, 2}),
                       {.slow_start = {.window = std::chrono::seconds{10}}}};
  uut.note(0, {.since = uut.now});
  uut.pass(std::chrono::seconds{5});
  auto got = uut.shares(30'000, 2);
  BOOST_TEST(about(got[0], 30'000, 1.0 / 3), got[0]);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
