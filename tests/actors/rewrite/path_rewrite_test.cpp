#include "tests/actors/rewrite/known_values.hpp"

#include "actors/rewrite/path_rewrite.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

namespace troupe::actors {
namespace {

using std::string;
using std::string_view;

// "-" if the rule says nothing of the path.
string rewritten(const codecs::result<path_rewrite, string>& uut,
                 string_view path) {
  BOOST_TEST_REQUIRE(uut.ok());
  auto values = known_values{};
  values.set_header(variable_kind::request_header, "X-Tenant", "blue");
  auto out = string{};
  auto scratch = string{"left over"};
  return uut->apply(out, path, values, scratch) ? out : out + '-';
}

BOOST_AUTO_TEST_SUITE(path_rewrite_test)

BOOST_AUTO_TEST_CASE(strips_whole_segments) {
  for (auto prefix : {"/api", "/api/"}) {
    auto uut = path_rewrite::strip_prefix(prefix);
    BOOST_TEST(rewritten(uut, "/api/users") == "/users");
    BOOST_TEST(rewritten(uut, "/api") == "/");
    BOOST_TEST(rewritten(uut, "/api/") == "/");
    BOOST_TEST(rewritten(uut, "/apis") == "-");
    BOOST_TEST(rewritten(uut, "/x/api") == "-");
    BOOST_TEST(rewritten(uut, "/api//evil.test/x") == "/evil.test/x");
    BOOST_TEST(rewritten(uut, "*") == "-");
  }
  BOOST_TEST(rewritten(path_rewrite::strip_prefix("/"), "/x") == "/x");
}

BOOST_AUTO_TEST_CASE(puts_another_prefix_in_its_place) {
  auto uut = path_rewrite::replace_prefix("/old", "/new/home/");
  BOOST_TEST(rewritten(uut, "/old/a") == "/new/home/a");
  BOOST_TEST(rewritten(uut, "/old") == "/new/home");
  BOOST_TEST(rewritten(uut, "/older") == "-");
  auto root = path_rewrite::replace_prefix("/", "/base");
  BOOST_TEST(rewritten(root, "/a") == "/base/a");
  BOOST_TEST(rewritten(root, "/") == "/base/");
}

BOOST_AUTO_TEST_CASE(replaces_what_matches_a_pattern) {
  auto uut
    = path_rewrite::replace_pattern("^/user/([0-9]+)(/.*)?$", "/u/${1}${2}");
  BOOST_TEST(rewritten(uut, "/user/42") == "/u/42");
  BOOST_TEST(rewritten(uut, "/user/42/posts") == "/u/42/posts");
  BOOST_TEST(rewritten(uut, "/user/ann") == "-");
  BOOST_TEST(rewritten(path_rewrite::replace_pattern("_", "-"), "/a_b_c")
             == "/a-b-c");
  BOOST_TEST(
    rewritten(path_rewrite::replace_pattern("^", "/${request.header.X-Tenant}"),
              "/a")
    == "/blue/a");
}

BOOST_AUTO_TEST_CASE(makes_nothing_that_a_target_may_not_hold) {
  auto uut = path_rewrite::replace_pattern("^/go/(.*)$", "${1} x?y");
  BOOST_TEST(rewritten(uut, "/go/a%20b") == "/a%20b%20x%3Fy");
  BOOST_TEST(rewritten(uut, "/go///a") == "/a%20x%3Fy");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  BOOST_TEST(path_rewrite::strip_prefix("api").error()
             == "'api' does not begin with a slash");
  BOOST_TEST(path_rewrite::replace_prefix("/api", "").error()
             == "'' does not begin with a slash");
  BOOST_TEST(path_rewrite::replace_pattern("(", "").error()
             == "'(' is not a regular expression: missing ): (");
  BOOST_TEST(path_rewrite::replace_pattern("(a)", "/${2}").error()
             == "column 2: there is no group 2: the pattern has 1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
