#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::balancer_fixture;

BOOST_AUTO_TEST_SUITE(round_robin_policy_test)

BOOST_AUTO_TEST_CASE(asks_one_after_the_other_whatever_they_weigh) {
  auto uut = balancer_fixture{balancing::round_robin,
                              test::backends_weighing({7, 1, 2})};
  for (auto want : {0, 1, 2, 0, 1, 2})
    BOOST_TEST(uut.first() == want);
}

BOOST_AUTO_TEST_CASE(begins_where_it_is_told) {
  auto uut = balancer_fixture{
    {.how = balancing::round_robin}, test::backends_weighing({1, 1, 1}), {}, 2};
  BOOST_TEST((uut.all() == std::vector<std::uint64_t>{2, 0, 1}));
}

BOOST_AUTO_TEST_CASE(goes_on_when_the_membership_changes) {
  auto uut = balancer_fixture{balancing::round_robin,
                              test::backends_weighing({1, 1, 1})};
  BOOST_TEST(uut.first() == 0);
  uut.adopt(test::backends_weighing({1, 1, 1, 1}));
  for (auto want : {1, 2, 3, 0})
    BOOST_TEST(uut.first() == want);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
