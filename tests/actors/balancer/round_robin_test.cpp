#include "actors/balancer/round_robin.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(round_robin_test)

BOOST_AUTO_TEST_CASE(takes_one_after_the_other) {
  auto uut = round_robin{};
  for (auto want : {0u, 1u, 2u, 0u, 1u, 2u, 0u})
    BOOST_TEST(uut.pick(3) == want);
}

BOOST_AUTO_TEST_CASE(begins_where_it_is_told) {
  auto uut = round_robin{2};
  for (auto want : {2u, 0u, 1u, 2u})
    BOOST_TEST(uut.pick(3) == want);
  BOOST_TEST(round_robin{7}.pick(3) == 1u);
}

BOOST_AUTO_TEST_CASE(picks_only_what_is_there_when_there_are_fewer) {
  auto uut = round_robin{};
  for (auto i = 0; i < 4; ++i)
    uut.pick(5);
  for (auto i = 0; i < 6; ++i)
    BOOST_TEST(uut.pick(2) < 2u);
  BOOST_TEST(uut.pick(1) == 0u);
  BOOST_TEST(uut.pick(1) == 0u);
}

BOOST_AUTO_TEST_CASE(is_fair) {
  auto uut = round_robin{3};
  auto counts = std::array<int, 4>{};
  for (auto i = 0; i < 400; ++i)
    ++counts[uut.pick(counts.size())];
  for (auto n : counts)
    BOOST_TEST(n == 100);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
