#include "actors/balancer/balancing_options.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(balancing_options_test)

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  using namespace std::chrono_literals;
  auto infinity = std::numeric_limits<double>::infinity();
  BOOST_TEST(!problem_with(balancing_options{}).has_value());
  BOOST_TEST(!problem_with(balancing_options{.bound = 1}).has_value());
  for (auto bound : {0.99, -infinity, infinity, infinity - infinity})
    BOOST_TEST(problem_with(balancing_options{.bound = bound}).has_value());
  BOOST_TEST(
    problem_with(balancing_options{.maglev_slots = 65'536}).has_value());
  BOOST_TEST(problem_with(balancing_options{.ewma_decay = 0s}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
