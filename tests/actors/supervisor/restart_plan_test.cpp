#include "actors/supervisor/restart_plan.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

restart_plan::point at(int seconds) {
  return restart_plan::point{std::chrono::seconds{seconds}};
}

BOOST_AUTO_TEST_SUITE(restart_plan_test)

BOOST_AUTO_TEST_CASE(allows_so_many_within_the_time_and_no_more) {
  auto uut = restart_plan{{.restarts = 3, .within = std::chrono::seconds{60}}};
  for (auto second : {0, 1, 2})
    BOOST_TEST(uut.allows(at(second)));
  BOOST_TEST(!uut.allows(at(3)));
  BOOST_TEST(!uut.allows(at(60)));
}

BOOST_AUTO_TEST_CASE(forgets_what_is_long_past_one_by_one) {
  auto uut = restart_plan{{.restarts = 2, .within = std::chrono::seconds{60}}};
  BOOST_TEST(uut.allows(at(0)));
  BOOST_TEST(uut.allows(at(30)));
  BOOST_TEST(!uut.allows(at(60)));
  BOOST_TEST(uut.allows(at(61)));
  BOOST_TEST(!uut.allows(at(62)));
  BOOST_TEST(uut.allows(at(91)));
}

BOOST_AUTO_TEST_CASE(a_budget_of_nothing_allows_nothing) {
  auto uut = restart_plan{{.restarts = 0}};
  BOOST_TEST(!uut.allows(at(0)));
  BOOST_TEST(!uut.allows(at(1000)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
