#include "actors/health/options.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace troupe::actors {
namespace {

template <class Options = http_check_options>
bool good(const Options& x) {
  return !problem_with(x).has_value();
}

BOOST_AUTO_TEST_SUITE(health_options_test)

BOOST_AUTO_TEST_CASE(the_defaults_are_good) {
  BOOST_TEST(good(check_options{}));
  BOOST_TEST(good(check_options{.kind = check_kind::http}));
}

BOOST_AUTO_TEST_CASE(methods_are_tokens_for_requests_without_a_tunnel) {
  for (auto method : {"GET", "HEAD", "OPTIONS", "PING"})
    BOOST_TEST(good({.method = method}), method);
  for (auto method : {"", "G T", "CONNECT", "GET\r\n"})
    BOOST_TEST(!good({.method = method}), method);
}

BOOST_AUTO_TEST_CASE(paths_are_targets_in_origin_form) {
  for (auto path : {"/", "/healthz?full=1", "//"})
    BOOST_TEST(good({.path = path}), path);
  for (auto path :
       {"", "healthz", "/a b", "/a\r\nX: y", "/a#b", "*", "http://a/"})
    BOOST_TEST(!good({.path = path}), path);
  BOOST_TEST(good({.method = "OPTIONS", .path = "*"}));
}

BOOST_AUTO_TEST_CASE(hosts_are_authorities) {
  for (auto host : {"", "app.example", "app.example:8080", "[::1]:80"})
    BOOST_TEST(good({.host = host}), host);
  for (auto host : {"a b", "user@a", "a\r\nX: y", "a/b"})
    BOOST_TEST(!good({.host = host}), host);
}

BOOST_AUTO_TEST_CASE(fields_may_say_all_but_what_frames_the_request) {
  BOOST_TEST(good({.fields = {{"Authorization", "Basic eA=="},
                              {"User-Agent", "me"},
                              {"X-Empty", ""}}}));
  for (auto name : {"", "a b", "a:", "Host", "connection", "Content-Length",
                    "Transfer-Encoding", "Expect", "Upgrade"})
    BOOST_TEST(!good({.fields = {{name, "x"}}}), name);
  for (auto value : {"a\r\nb", "a\nb", " a", "a ", "\x7f"})
    BOOST_TEST(!good({.fields = {{"X", value}}}), value);
}

BOOST_AUTO_TEST_CASE(expected_statuses_are_final_and_in_order) {
  BOOST_TEST(good({.expect = {{200, 200}, {300, 599}}}));
  BOOST_TEST(!good({.expect = {}}));
  BOOST_TEST(!good({.expect = {{204, 200}}}));
  BOOST_TEST(!good({.expect = {{101, 101}}}));
  BOOST_TEST(!good({.expect = {{200, 600}}}));
}

BOOST_AUTO_TEST_CASE(bodies_are_bounded_and_must_be_possible) {
  BOOST_TEST(good({.body = "ok"}));
  BOOST_TEST(!good({.method = "HEAD", .body = "ok"}));
  BOOST_TEST(!good({.method = "HEAD",
                    .body_matches = *runtime::text::pattern::compile("ok")}));
  BOOST_TEST(!good({.body = "longer", .max_body = 5}));
  BOOST_TEST(!good({.max_body = 0}));
  BOOST_TEST(!good({.max_body = (1 << 20) + 1}));
}

BOOST_AUTO_TEST_CASE(all_parts_of_a_check_are_looked_at) {
  BOOST_TEST(!good(check_options{.timing = {.jitter = 200}}));
  BOOST_TEST(!good(check_options{.thresholds = {.rise = 0}}));
  BOOST_TEST(!good(check_options{.parallel = 0}));
  BOOST_TEST(
    !good(check_options{.kind = check_kind::http, .http = {.path = "x"}}));
  BOOST_TEST(good(check_options{.http = {.path = "x"}}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
