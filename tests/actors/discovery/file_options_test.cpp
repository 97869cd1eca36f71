#include "actors/discovery/file_options.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(file_options_test)

BOOST_AUTO_TEST_CASE(a_path_of_a_file_is_all_that_is_needed) {
  BOOST_TEST(!problem_with(file_source_options{"backends.yaml"}).has_value());
  BOOST_TEST(!problem_with(file_source_options{"/etc/none"}).has_value());
  BOOST_TEST(problem_with(file_source_options{}).has_value());
  BOOST_TEST(problem_with(file_source_options{"/etc/"}).has_value());
  BOOST_TEST(
    problem_with(file_source_options{std::string{"a\0b", 3}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
