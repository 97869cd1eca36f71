#include "actors/config/load.hpp"
#include "actors/testkit/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

auto load_with(std::string_view options) {
  auto yaml = std::string{"listeners: [127.0.0.1:0]\n"
                          "upstreams: {app: {backends: [127.0.0.1:1]}}\n"
                          "routes: [{upstream: app, stages: [{rewrite: "};
  return load_text(yaml.append(options).append("}]}]\n"), "f");
}

/// The target that the origin gets for another, or the status instead.
std::string rewritten(std::string_view options, std::string_view target,
                      const field_lines& fields = {}) {
  auto x = testkit::exchange{load_with(options)->proxy.routes.front().stages};
  x.request("GET", target, fields);
  x.run();
  if (!x.forwarded())
    return std::to_string(x.response().status);
  auto& got = x.upstream_request();
  return got.query.empty() ? got.path : got.path + '?' + got.query;
}

BOOST_AUTO_TEST_SUITE(rewrite_test)

BOOST_AUTO_TEST_CASE(a_query_stays_or_changes_or_goes) {
  BOOST_TEST(rewritten("{prefix: /a}", "/a/b?x=1") == "/b?x=1");
  BOOST_TEST(rewritten("{prefix: /a, query: off}", "/a/b?x=1") == "/b");
  BOOST_TEST(
    rewritten("{prefix: /a, query: 'v=2&${request.query}'}", "/a/b?x=1")
    == "/b?v=2&x=1");
  BOOST_TEST(rewritten("{prefix: /a, query: 'v=2'}", "/c?x=1") == "/c?x=1");
}

BOOST_AUTO_TEST_CASE(what_comes_out_is_a_valid_target_whatever_went_in) {
  auto by_field = "{pattern: '^/x', to: '${request.header.X-A}'}";
  BOOST_TEST(rewritten(by_field, "/x", {{"X-A", "no slash"}}) == "/no%20slash");
  BOOST_TEST(rewritten(by_field, "/x", {{"X-A", "//evil.test"}})
             == "/evil.test");
  BOOST_TEST(rewritten(by_field, "/x", {{"X-A", "/a?b#c\td"}})
             == "/a%3Fb%23c%09d");
  BOOST_TEST(rewritten(by_field, "/x") == "/");
  BOOST_TEST(rewritten("{prefix: /x, query: '${request.header.X-A}'}", "/x",
                       {{"X-A", "a=b c#d"}})
             == "/?a=b%20c%23d");
}

BOOST_AUTO_TEST_CASE(what_grows_too_long_is_refused) {
  auto every = "{pattern: 'a', to: '${request.path}'}";
  BOOST_TEST(rewritten(every, "/aa") == "/aa/aa");
  BOOST_TEST(rewritten(every, '/' + std::string(4000, 'a')) == "414");
}

BOOST_AUTO_TEST_CASE(other_forms_of_targets_become_that_of_an_origin) {
  BOOST_TEST(rewritten("{prefix: /a}", "http://test/a/b") == "/b");
  BOOST_TEST(rewritten("{prefix: /, to: /a}", "http://test") == "/a/");
}

BOOST_AUTO_TEST_CASE(a_query_that_will_not_do_is_told) {
  auto loaded = load_with("{prefix: /a, query: '${1}'}");
  BOOST_TEST_REQUIRE(!loaded.ok());
  BOOST_TEST(loaded.error().front().message.starts_with(
    "'query' will not do: column 1: "));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
