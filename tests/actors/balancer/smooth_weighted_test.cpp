#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::balancer_fixture;

std::string order(balancer_fixture& x, int requests) {
  auto result = std::string{};
  for (auto i = 0; i < requests; ++i)
    result.push_back(static_cast<char>('a' + x.first()));
  return result;
}

BOOST_AUTO_TEST_SUITE(smooth_weighted_test)

BOOST_AUTO_TEST_CASE(spreads_turns_evenly_and_by_weight) {
  auto uut = balancer_fixture{balancing::smooth_weighted,
                              test::backends_weighing({5, 1, 1})};
  BOOST_TEST(order(uut, 14) == "aabacaaaabacaa");
}

BOOST_AUTO_TEST_CASE(loops_begin_with_different_backends) {
  auto orders = std::vector<std::string>{};
  for (std::size_t start = 0; start < 3; ++start) {
    auto uut = balancer_fixture{{.how = balancing::smooth_weighted},
                                test::backends_weighing({1, 1, 1}),
                                {},
                                start};
    orders.push_back(order(uut, 4));
  }
  BOOST_TEST((orders == std::vector<std::string>{"abca", "bcab", "cabc"}));
}

BOOST_AUTO_TEST_CASE(goes_on_where_it_was_when_the_membership_changes) {
  auto uut = balancer_fixture{balancing::smooth_weighted,
                              test::backends_weighing({1, 1, 1})};
  BOOST_TEST(order(uut, 2) == "ab");
  auto next = test::backends_weighing({1, 1, 1, 1});
  std::swap(next[0], next[3]); // the newcomer comes first
  uut.adopt(next);
  // d is owed nothing yet, c most.
  BOOST_TEST(order(uut, 1) == "c");
}

BOOST_AUTO_TEST_CASE(a_weight_changes_at_run_time) {
  auto uut = balancer_fixture{balancing::smooth_weighted,
                              test::backends_weighing({1, 1})};
  order(uut, 10);
  uut.adopt(test::backends_weighing({3, 1}));
  auto got = uut.shares(400, 2);
  BOOST_TEST(got[0] == 300);
}

BOOST_AUTO_TEST_CASE(who_starts_slowly_has_fewer_turns) {
  auto uut
    = balancer_fixture{{.how = balancing::smooth_weighted},
                       test::backends_weighing({10, 10}),
                       {.slow_start = {.window = std::chrono::seconds{10}}}};
  uut.note(1, {.since = uut.now});
  uut.pass(std::chrono::seconds{5});
  BOOST_TEST(uut.shares(300, 2)[1] == 100);
  uut.pass(std::chrono::seconds{5});
  BOOST_TEST(uut.shares(300, 2)[1] == 150);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
