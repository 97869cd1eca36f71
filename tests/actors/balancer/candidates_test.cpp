#include "actors/balancer/candidates.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using runtime::time::steady_point;

BOOST_AUTO_TEST_SUITE(candidates_test)

BOOST_AUTO_TEST_CASE(knows_who_is_in_and_what_they_weigh) {
  auto uut = candidates{5};
  BOOST_TEST(uut.empty());
  uut.add(1, 3, {});
  uut.add(4, 2, {});
  BOOST_TEST(uut.size() == 2u);
  for (auto i : {0u, 2u, 3u})
    BOOST_TEST(!uut.contains(i));
  BOOST_TEST(uut.contains(1));
  BOOST_TEST(uut.contains(4));
  BOOST_TEST(uut.full_weight(1) == 3);
  BOOST_TEST(uut.weight(4, steady_point{}) == 2);
}

BOOST_AUTO_TEST_CASE(finds_somebody_by_weight) {
  auto uut = candidates{3};
  uut.add(0, 1, {});
  uut.add(2, 3, {});
  BOOST_TEST(uut.by_weight(0) == 0u);
  BOOST_TEST(uut.by_weight(0.2499) == 0u);
  BOOST_TEST(uut.by_weight(0.25) == 2u);
  BOOST_TEST(uut.by_weight(0.999999) == 2u);
}

BOOST_AUTO_TEST_CASE(who_came_back_lately_weighs_less_for_a_while) {
  auto start = steady_point{1h};
  auto uut = candidates{2, {.window = 10s}};
  uut.add(0, 4, {});
  uut.add(1, 4, {.since = start});
  BOOST_TEST(uut.weight(0, start) == 4);
  BOOST_TEST(uut.weight(1, start) == 0.4);
  BOOST_TEST(uut.weight(1, start + 5s) == 2);
  BOOST_TEST(uut.weight(1, start + 10s) == 4);
  BOOST_TEST(uut.full_weight(1) == 4);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
