#include "codecs/fields/list.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs::fields {
namespace {

std::string elements_of(std::string_view list) {
  std::string all;
  for_each_element(list, [&](auto x) { all.append(x).append("|"); });
  return all;
}

BOOST_AUTO_TEST_SUITE(list_test)

BOOST_AUTO_TEST_CASE(takes_a_list_apart) {
  BOOST_TEST(elements_of("a") == "a|");
  BOOST_TEST(elements_of("a,b , \tc\t") == "a|b|c|");
}

BOOST_AUTO_TEST_CASE(passes_over_empty_elements) {
  BOOST_TEST(elements_of("") == "");
  BOOST_TEST(elements_of(" ,,") == "");
  BOOST_TEST(elements_of(",a, ,b,") == "a|b|");
}

BOOST_AUTO_TEST_CASE(all_lines_of_a_name_are_one_list) {
  map all;
  all.append("Connection", "a, b");
  all.append("Host", "x");
  all.append("connection", "C");
  BOOST_TEST(has_element(all, name::connection, "b"));
  BOOST_TEST(has_element(all, name::connection, "c"));
  BOOST_TEST(!has_element(all, name::connection, "x"));
  BOOST_TEST(!has_element(all, name::connection, "a, b"));
  BOOST_TEST(!has_element(all, name::te, "a"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::fields
