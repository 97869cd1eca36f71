#include "codecs/base/ascii.hpp"
#include "codecs/fields/name.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <string>

namespace troupe::codecs::fields {
namespace {

constexpr auto name_count = static_cast<int>(name::last_);

std::string changed(std::string_view text, int (*f)(int)) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [f](unsigned char c) { return static_cast<char>(f(c)); });
  return out;
}

BOOST_AUTO_TEST_SUITE(name_test)

BOOST_AUTO_TEST_CASE(each_name_is_found_in_any_case) {
  for (auto i = 1; i < name_count; ++i) {
    auto x = static_cast<name>(i);
    auto text = to_string(x);
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST((find_name(text) == x));
      BOOST_TEST((find_name(changed(text, std::tolower)) == x));
      BOOST_TEST((find_name(changed(text, std::toupper)) == x));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_differs_in_any_octet_is_another_name) {
  for (auto i = 1; i < name_count; ++i) {
    auto text = std::string{to_string(static_cast<name>(i))};
    for (auto& c : text) {
      auto before = c;
      for (auto bit = 1; bit < 256; bit *= 2) {
        c = static_cast<char>(before ^ bit);
        auto is_case
          = std::isalpha(static_cast<unsigned char>(before)) && bit == 0x20;
        BOOST_TEST_CONTEXT(text) {
          BOOST_TEST((find_name(text) == static_cast<name>(i)) == is_case);
        }
      }
      c = before;
    }
  }
}

BOOST_AUTO_TEST_CASE(a_part_of_a_name_or_more_than_one_is_another_name) {
  for (auto i = 1; i < name_count; ++i) {
    auto text = std::string{to_string(static_cast<name>(i))};
    BOOST_TEST((find_name(text + "x") == name::other));
    BOOST_TEST((find_name(text.substr(1)) == name::other));
  }
  BOOST_TEST((find_name("") == name::other));
  BOOST_TEST((find_name(std::string(300, 'x')) == name::other));
}

BOOST_AUTO_TEST_CASE(names_are_spelled_as_in_the_rfcs) {
  BOOST_TEST(to_string(name::content_length) == "Content-Length");
  BOOST_TEST(to_string(name::etag) == "ETag");
  BOOST_TEST(to_string(name::x_request_id) == "X-Request-ID");
  BOOST_TEST(to_string(name::other).empty());
  BOOST_TEST(to_string(name::last_).empty());
}

BOOST_AUTO_TEST_CASE(names_have_a_spelling_in_lower_case) {
  for (auto i = 1u; i < static_cast<unsigned>(name::last_); ++i) {
    auto x = static_cast<name>(i);
    auto expected = std::string{to_string(x)};
    for (auto& c : expected)
      c = to_lower(c);
    BOOST_TEST(lower_case(x) == expected);
  }
  BOOST_TEST(lower_case(name::other).empty());
  BOOST_TEST(lower_case(name::last_).empty());
}

BOOST_AUTO_TEST_CASE(names_compare_without_regard_to_case) {
  BOOST_TEST(same_name("X-Foo", "x-fOO"));
  BOOST_TEST(!same_name("X-Foo", "X-Fo"));
  BOOST_TEST(!same_name("X-Foo", "X_Foo"));
  BOOST_TEST(!same_name("a@", "a`"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::fields
