#include "actors/rewrite/target_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using std::string;

string uri(std::string_view text) {
  auto out = string{};
  append_uri_text(out, text);
  return out;
}

string path(std::string_view text) {
  auto out = string{"> "};
  append_path_text(out, text);
  return out.substr(2);
}

BOOST_AUTO_TEST_SUITE(target_text_test)

BOOST_AUTO_TEST_CASE(leaves_alone_what_a_uri_may_hold) {
  const auto sound = string{"https://[::1]:80/a%20b;c=d,~!*'()@$&+?e=f#g-_."};
  BOOST_TEST(uri(sound) == sound);
}

BOOST_AUTO_TEST_CASE(encodes_whatever_else_there_is) {
  BOOST_TEST(uri("a b\r\nc\t") == "a%20b%0D%0Ac%09");
  BOOST_TEST(uri(string{"\0\x7f\xff", 3}) == "%00%7F%FF");
  BOOST_TEST(uri("\u00e4") == "%C3%A4");
  BOOST_TEST(uri("\"<>\\^`{|}") == "%22%3C%3E%5C%5E%60%7B%7C%7D");
}

BOOST_AUTO_TEST_CASE(a_path_begins_with_one_slash) {
  BOOST_TEST(path("/a//b/") == "/a//b/");
  BOOST_TEST(path("a") == "/a");
  BOOST_TEST(path("") == "/");
  BOOST_TEST(path("/") == "/");
  BOOST_TEST(path("///") == "/");
  BOOST_TEST(path("//evil.test/x") == "/evil.test/x");
  BOOST_TEST(path("/\\evil.test") == "/%5Cevil.test");
  BOOST_TEST(path("/a?b#c") == "/a%3Fb%23c");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
