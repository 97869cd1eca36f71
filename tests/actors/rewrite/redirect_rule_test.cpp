#include "tests/actors/rewrite/known_values.hpp"

#include "actors/rewrite/redirect_rule.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using std::string;
using std::string_view;

// "-" if the rule says nothing of the path.
string location(const redirect_options& options, string_view path,
                string_view query = {}) {
  auto uut = redirect_rule::make(options);
  BOOST_TEST_REQUIRE(uut.ok());
  auto values = known_values{};
  values.set(variable_kind::request_host, "a.test")
    .set(variable_kind::request_path, string{path})
    .set_header(variable_kind::request_header, "X-Evil", "\r\nX: y");
  auto out = string{};
  auto scratch = string{"left over"};
  return uut->apply(out, path, query, values, scratch) ? out : out + '-';
}

BOOST_AUTO_TEST_SUITE(redirect_rule_test)

BOOST_AUTO_TEST_CASE(leads_to_what_the_template_says) {
  auto to_tls
    = redirect_options{.to = "https://${request.host}${request.path}"};
  BOOST_TEST(location(to_tls, "/x") == "https://a.test/x");
  auto moved = redirect_options{.pattern = "^/old/(.*)$", .to = "/new/${1}"};
  BOOST_TEST(location(moved, "/old/a/b") == "/new/a/b");
  BOOST_TEST(location(moved, "/older") == "-");
}

BOOST_AUTO_TEST_CASE(takes_the_query_along_unless_told_otherwise) {
  BOOST_TEST(location({.to = "/new"}, "/", "a=b") == "/new?a=b");
  BOOST_TEST(location({.to = "/new"}, "/", "") == "/new");
  BOOST_TEST(location({.to = "/new?x"}, "/", "a=b") == "/new?x");
  BOOST_TEST(location({.to = "/new#part"}, "/", "a=b") == "/new?a=b#part");
  BOOST_TEST(location({.to = "/new", .keep_query = false}, "/", "a=b")
             == "/new");
}

BOOST_AUTO_TEST_CASE(what_stays_on_this_site_is_not_led_elsewhere) {
  auto uut = redirect_options{.pattern = "^/go(.*)$", .to = "/${1}"};
  BOOST_TEST(location(uut, "/go//evil.test/x") == "/evil.test/x");
  BOOST_TEST(location(uut, "/go/\\evil.test") == "/%5Cevil.test");
  BOOST_TEST(location(uut, "/go") == "/");
  // Who writes two slashes means another site.
  BOOST_TEST(location({.to = "//b.test/"}, "/") == "//b.test/");
}

BOOST_AUTO_TEST_CASE(no_request_ends_the_line) {
  BOOST_TEST(location({.to = "/${request.header.X-Evil}"}, "/")
             == "/%0D%0AX:%20y");
}

BOOST_AUTO_TEST_CASE(knows_the_redirections) {
  for (auto status : {301, 302, 303, 307, 308}) {
    auto code = static_cast<codecs::http::status>(status);
    auto uut = redirect_rule::make({.status = code, .to = "/"});
    BOOST_TEST_REQUIRE(uut.ok());
    BOOST_TEST(uut->status() == status);
  }
  BOOST_TEST(redirect_rule::make({.status = 304, .to = "/"}).error()
             == "304 is not a redirection: 301, 302, 303, 307 or 308");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  BOOST_TEST(redirect_rule::make({}).error()
             == "a redirection leads somewhere");
  BOOST_TEST(redirect_rule::make({.pattern = "(", .to = "/"}).error()
             == "'(' is not a regular expression: missing ): (");
  BOOST_TEST(redirect_rule::make({.to = "/${1}"}).error()
             == "column 2: there is no match that group 1 could be of");
  BOOST_TEST(redirect_rule::make({.pattern = "x", .to = "/${1}"}).error()
             == "column 2: there is no group 1: the pattern has 0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
