#include "actors/access_log/options.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using found = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(options_test)

BOOST_AUTO_TEST_CASE(a_path_is_enough) {
  BOOST_TEST(problems_with(access_log_options{.path = "stdout"}) == found{},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_found_at_once) {
  const auto got
    = problems_with(access_log_options{.path = "a",
                                       .format = "${stats}",
                                       .sample = 0,
                                       .delay = std::chrono::seconds{-1},
                                       .batches = 0});
  const auto want = found{
    "access log 'a' has a format that cannot be read: column 1: unknown "
    "variable 'stats' (did you mean 'status'?)",
    "access log 'a' has a sample that is not above 0 and at most 1",
    "access log 'a' has no room for lines",
    "access log 'a' has a delay below zero",
  };
  BOOST_TEST(got == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_sample_is_a_part) {
  const auto odd = {-0.1, 1.1, 10.0, std::numeric_limits<double>::quiet_NaN(),
                    std::numeric_limits<double>::infinity()};
  for (auto x : odd)
    BOOST_TEST(
      problems_with(access_log_options{.path = "a", .sample = x}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_path_cannot_be_left_out) {
  BOOST_TEST(problems_with(access_log_options{})
               == found{"an access log has no path"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
