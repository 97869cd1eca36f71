#include "codecs/http/cookie.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>

namespace troupe::codecs::http {
namespace {

std::string found(std::initializer_list<std::string_view> lines,
                  std::string_view name) {
  auto fields = fields::map{};
  for (auto x : lines)
    fields.append("Cookie", x);
  return std::string{find_cookie(fields, name).value_or("nothing")};
}

BOOST_AUTO_TEST_SUITE(cookie_test)

BOOST_AUTO_TEST_CASE(a_cookie_is_found_wherever_it_stands) {
  BOOST_TEST(found({"a=1"}, "a") == "1");
  BOOST_TEST(found({"a=1; b=2; c=3"}, "b") == "2");
  BOOST_TEST(found({"a=1; b=2; c=3"}, "c") == "3");
  BOOST_TEST(found({"a=1", "b=2"}, "b") == "2");
  BOOST_TEST(found({"a=1;b=2;;"}, "b") == "2");
}

BOOST_AUTO_TEST_CASE(the_first_of_a_name_counts_and_names_have_case) {
  BOOST_TEST(found({"a=1; a=2"}, "a") == "1");
  BOOST_TEST(found({"A=1; a=2"}, "a") == "2");
}

BOOST_AUTO_TEST_CASE(a_longer_name_is_another) {
  BOOST_TEST(found({"ab=1; xa=2"}, "a") == "nothing");
  BOOST_TEST(found({"a"}, "a") == "nothing");
  BOOST_TEST(found({}, "a") == "nothing");
  BOOST_TEST(found({""}, "") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_value_may_be_empty_quoted_or_have_equals_signs) {
  BOOST_TEST(found({"a=; b=2"}, "a") == "");
  BOOST_TEST(found({"a=\"x y\"; b=2"}, "a") == "x y");
  BOOST_TEST(found({"a=\""}, "a") == "\"");
  BOOST_TEST(found({"a=b=c"}, "a") == "b=c");
  BOOST_TEST(found({" a = 1 ; b=2"}, "a") == "1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
