#include "tests/actors/balancer/stage.hpp"

#include <numeric>

namespace troupe::actors {
namespace {

using test::balancer_fixture;

/// Throws a ball for each of `n` bins, and tells the most that are in one.
std::uint32_t fullest(balancing how, std::size_t n, std::uint64_t seed) {
  auto uut = balancer_fixture{how, test::so_many_backends(n)};
  uut.random = test::seeded_random{seed};
  auto balls = std::vector<backend_load::permit>{};
  auto most = std::uint32_t{0};
  for (std::size_t i = 0; i < n; ++i) {
    auto bin = static_cast<std::uint64_t>(uut.first());
    balls.push_back(uut.occupy(bin));
    most = std::max(most, uut.member(bin).load->in_flight());
  }
  return most;
}

double fullest_on_average(balancing how, std::size_t n) {
  auto sum = std::uint32_t{0};
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    sum += fullest(how, n, seed);
  return sum / 20.0;
}

BOOST_AUTO_TEST_SUITE(two_choices_test)

BOOST_AUTO_TEST_CASE(of_two_the_one_with_less_is_asked) {
  auto uut
    = balancer_fixture{balancing::two_choices, test::backends_weighing({1, 1})};
  auto busy = uut.occupy(0);
  for (auto i = 0; i < 100; ++i)
    BOOST_TEST_REQUIRE(uut.first() == 1);
}

BOOST_AUTO_TEST_CASE(the_busiest_of_many_is_never_asked_first) {
  auto uut = balancer_fixture{balancing::two_choices,
                              test::backends_weighing({1, 1, 1, 1, 1})};
  auto busy = uut.occupy(3);
  auto got = uut.shares(10'000, 5);
  BOOST_TEST(got[3] == 0);
  for (auto i : {0u, 1u, 2u, 4u})
    BOOST_TEST(std::abs(got[i] - 2'500) < 250);
}

BOOST_AUTO_TEST_CASE(two_are_drawn_and_no_more) {
  // With a full view nobody but 0 would be asked; two of five that are drawn
  // contain it in 4 cases of 10, and the second least in 3 of the others.
  auto uut = balancer_fixture{balancing::two_choices,
                              test::backends_weighing({1, 1, 1, 1, 1})};
  auto requests = std::vector<backend_load::permit>{};
  for (std::uint64_t who = 0; who < 5; ++who)
    for (std::uint64_t i = 0; i < who; ++i)
      requests.push_back(uut.occupy(who));
  auto got = uut.shares(20'000, 5);
  for (auto i = 0; i < 5; ++i)
    BOOST_TEST(std::abs(got[static_cast<std::size_t>(i)] - (4 - i) * 2'000)
               < 300);
}

BOOST_AUTO_TEST_CASE(weights_count) {
  auto uut
    = balancer_fixture{balancing::two_choices, test::backends_weighing({4, 1})};
  auto requests = std::vector<backend_load::permit>{};
  for (auto i = 0; i < 100; ++i)
    requests.push_back(uut.occupy(static_cast<std::uint64_t>(uut.first())));
  BOOST_TEST(uut.member(0).load->in_flight() == 80u);
}

BOOST_AUTO_TEST_CASE(the_last_who_is_left_is_asked_without_a_choice) {
  auto uut = balancer_fixture{balancing::two_choices,
                              test::backends_weighing({1, 1, 1})};
  for (auto i = 0; i < 100; ++i) {
    auto all = uut.all();
    std::sort(all.begin(), all.end());
    BOOST_TEST((all == std::vector<std::uint64_t>{0, 1, 2}));
  }
}

BOOST_AUTO_TEST_CASE(balls_in_bins_are_as_theory_has_it) {
  // Published: 4.20 and 2.56 for 100 bins, 5.48 and 3.02 for 1,000.
  BOOST_TEST(std::abs(fullest_on_average(balancing::random, 100) - 4.2) < 0.6);
  BOOST_TEST(std::abs(fullest_on_average(balancing::two_choices, 100) - 2.56)
             < 0.4);
  BOOST_TEST(fullest_on_average(balancing::two_choices, 1'000) < 3.3);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
