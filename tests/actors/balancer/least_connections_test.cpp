#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::balancer_fixture;

BOOST_AUTO_TEST_SUITE(least_connections_test)

BOOST_AUTO_TEST_CASE(asks_who_has_least_under_way) {
  auto uut = balancer_fixture{balancing::least_connections,
                              test::backends_weighing({1, 1, 1})};
  auto busy = uut.occupy(0);
  auto also_busy = uut.occupy(2);
  BOOST_TEST(uut.first() == 1);
  auto third = uut.occupy(1);
  auto fourth = uut.occupy(1);
  also_busy = {};
  BOOST_TEST(uut.first() == 2);
}

BOOST_AUTO_TEST_CASE(who_weighs_more_may_have_more) {
  auto uut = balancer_fixture{balancing::least_connections,
                              test::backends_weighing({3, 1})};
  auto requests = std::vector<backend_load::permit>{};
  requests.push_back(uut.occupy(0));
  requests.push_back(uut.occupy(0));
  requests.push_back(uut.occupy(1));
  BOOST_TEST(uut.first() == 0); // 2/3 is less than 1/1
  for (auto i = 0; i < 37; ++i)
    requests.push_back(uut.occupy(static_cast<std::uint64_t>(uut.first())));
  BOOST_TEST(uut.member(0).load->in_flight() == 30u);
  BOOST_TEST(uut.member(1).load->in_flight() == 10u);
}

BOOST_AUTO_TEST_CASE(equals_are_treated_by_weight) {
  auto uut = balancer_fixture{balancing::least_connections,
                              test::backends_weighing({1, 2, 1})};
  auto got = uut.shares(40'000, 3);
  BOOST_TEST(std::abs(got[0] - 10'000) < 500);
  BOOST_TEST(std::abs(got[1] - 20'000) < 500);
  BOOST_TEST(std::abs(got[2] - 10'000) < 500);
}

BOOST_AUTO_TEST_CASE(asks_the_others_in_the_order_of_their_load) {
  auto uut = balancer_fixture{balancing::least_connections,
                              test::backends_weighing({1, 1, 1})};
  auto requests = std::vector<backend_load::permit>{};
  requests.push_back(uut.occupy(0));
  requests.push_back(uut.occupy(0));
  requests.push_back(uut.occupy(1));
  BOOST_TEST((uut.all() == std::vector<std::uint64_t>{2, 1, 0}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
