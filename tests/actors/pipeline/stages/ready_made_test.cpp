#include "tests/support/stage.hpp"
#include "tests/support/stage_file.hpp"

#include "actors/pipeline/stage_registry.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

using test::file_with;
using test::problem_of;

/// A scene whose stages come from a configuration file.
struct fixture : test::scene_fixture {
  void stages(std::string_view text) {
    auto loaded = load_text(file_with(text), "f");
    BOOST_TEST_REQUIRE(loaded.ok());
    add_stages(loaded->proxy.routes.front().stages);
  }

  std::string answer_to(std::string_view request) {
    client_sends(request);
    return hear(client, 1);
  }

  /// What of `fields` the origin gets.
  std::string forwarded(std::string_view fields) {
    auto text = std::string{"GET / HTTP/1.1\r\nHost: a\r\n"};
    client_sends(text.append(fields).append("\r\n"));
    if (!origin)
      origin = accept(house);
    auto got = hear(origin, 1);
    return got.substr(std::string_view{"GET / HTTP/1.1\r\nHost: a\r\n"}.size());
  }

  std::string answered() {
    origin_sends(ok);
    return hear(client, 1);
  }
};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

BOOST_FIXTURE_TEST_SUITE(ready_made_test, fixture)

BOOST_AUTO_TEST_CASE(a_rule_for_host_reaches_the_origin) {
  stages("{headers: {request: [{set: Host, to: in.test}]}}");
  client_sends("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  origin = accept(house);
  BOOST_TEST(hear(origin, 1) == "GET / HTTP/1.1\r\nHost: in.test\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_host_that_is_none_goes_on_as_it_came) {
  stages("{headers: {request: [{set: Host, to: '${request.header.X-A}'}]}}");
  BOOST_TEST(forwarded("X-A: two words\r\n") == "X-A: two words\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_rate_is_limited_and_told) {
  stages("{rate_limit: {requests: 2, per: 10s, key: X-Key}}");
  auto ask = [this](std::string_view key) {
    auto text = std::string{"GET / HTTP/1.1\r\nHost: a\r\nX-Key: "};
    client_sends(text.append(key).append("\r\n\r\n"));
    if (!origin)
      origin = accept(house);
    if (hear(origin, 1).empty())
      return hear(client, 1);
    return answered();
  };
  BOOST_TEST(has(ask("a"), "\r\nRateLimit-Policy: \"default\";q=2;w=10\r\n"));
  BOOST_TEST(has(ask("a"), "\r\nRateLimit: \"default\";r=0;t="));
  auto refused = ask("a");
  BOOST_TEST(refused.starts_with("HTTP/1.1 429 Too Many Requests\r\n"));
  BOOST_TEST(has(refused, "\r\nRetry-After: "));
  BOOST_TEST(ask("b").starts_with("HTTP/1.1 200 "));
  pass(21s); // two intervals, and nothing is left
  BOOST_TEST(ask("a").starts_with("HTTP/1.1 200 "));
}

BOOST_AUTO_TEST_CASE(a_body_has_a_limit_however_it_is_framed) {
  auto quiet = test::silence{};
  stages("{limit_body: {most: 4}}");
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nhell");
  origin_receives(
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nhell");
  origin_sends(ok);
  client_receives(ok);
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
  client_receives_error(413, "request_body_too_large");
  client = connect();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "\r\n5\r\nhello\r\n0\r\n\r\n");
  client_receives_error(413, "request_body_too_large");
}

BOOST_AUTO_TEST_CASE(addresses_are_let_in_or_not) {
  stages("{access: {rules: [{deny: 192.0.2.0/24}, {allow: all}]}}");
  BOOST_TEST(answer_to(get).starts_with("HTTP/1.1 403 Forbidden\r\n"));
  stages("{access: {rules: [{allow: 192.0.2.7}, {deny: all}]}}");
  one_exchange();
}

BOOST_AUTO_TEST_CASE(preflights_are_answered_and_origins_named) {
  stages("{cors: {origins: [\"https://a.example\"], methods: [PUT], "
         "max_age: 1h}}");
  auto preflight
    = answer_to("OPTIONS / HTTP/1.1\r\nHost: a\r\nOrigin: https://a.example\r\n"
                "Access-Control-Request-Method: PUT\r\n\r\n");
  BOOST_TEST(preflight.starts_with("HTTP/1.1 204 "));
  BOOST_TEST(has(preflight, "Access-Control-Allow-Methods: "));
  BOOST_TEST(has(preflight, "Access-Control-Max-Age: 3600\r\n"));
  nobody_connects();
  forwarded("Origin: https://a.example\r\n");
  auto got = answered();
  BOOST_TEST(has(got, "Access-Control-Allow-Origin: https://a.example\r\n"));
  BOOST_TEST(has(got, "Vary: Origin\r\n"));
}

BOOST_AUTO_TEST_CASE(browsers_are_told_what_to_heed) {
  stages("{security_headers: {frame_options: DENY, hsts: 24h}}");
  forwarded("");
  auto got = answered();
  BOOST_TEST(has(got, "X-Frame-Options: DENY\r\n"));
  BOOST_TEST(has(got, "X-Content-Type-Options: nosniff\r\n"));
  BOOST_TEST(!has(got, "Strict-Transport-Security")); // not over plain HTTP
}

BOOST_AUTO_TEST_CASE(fields_are_changed_both_ways) {
  stages("{headers: {request: [{set: X-Who, to: \"${client.address}\"}, "
         "{remove: X-B}], response: [{set: X-Path, to: "
         "\"${request.path} ${response.status}\"}]}}");
  BOOST_TEST(forwarded("X-B: 1\r\n") == "X-Who: 192.0.2.7\r\n\r\n");
  BOOST_TEST(has(answered(), "X-Path: / 200\r\n"));
}

BOOST_AUTO_TEST_CASE(others_are_sent_elsewhere) {
  stages("{redirect: {scheme: https, prefix: /a, by: /b}}");
  BOOST_TEST(has(answer_to("GET /a/c?d HTTP/1.1\r\nHost: x:1\r\n\r\n"),
                 "Location: https://x:1/b/c?d\r\n"));
  stages("{redirect: {prefix: /a, by: /}}");
  BOOST_TEST(has(answer_to("GET /a/evil HTTP/1.1\r\nHost: x\r\n\r\n"),
                 "Location: /evil\r\n")); // and not //evil, another host
  BOOST_TEST(
    has(answer_to("GET /a/ HTTP/1.1\r\nHost: x\r\n\r\n"), "Location: /\r\n"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_options_is_said) {
  BOOST_TEST(problem_of("{rate_limit: {per: 1s}}")
             == "'requests' is missing here");
  BOOST_TEST(
    has(problem_of("{rate_limit: {requests: 1, key: \"a b\"}}"), "'key'"));
  BOOST_TEST(problem_of("{access: {rules: [{allow: 10.0.0.0/40}]}}")
             == "'40' is not a prefix length from 0 to 32");
  BOOST_TEST(problem_of("{cors: {origins: [\"*\"], credentials: on}}")
             == "any origin together with credentials would let every site act "
                "for whoever is logged in");
  BOOST_TEST(has(
    problem_of("{headers: {request: [{set: X-A, to: \"${who}\"}]}}"), "who"));
  BOOST_TEST(problem_of("rat_limit")
             == "there is no stage 'rat_limit' (did you mean 'rate_limit'?)");
  BOOST_TEST(has(problem_of("{redirect: {}}"), "leads nowhere"));
}

BOOST_AUTO_TEST_CASE(paths_are_rewritten) {
  stages("{rewrite: {pattern: '^/user/([0-9]+)$', to: '/u/${1}'}}, "
         "{rewrite: {prefix: /api, to: /v2}}, {rewrite: {prefix: /old}}");
  for (auto [from, to] :
       {std::pair{"/user/7?a=b", "/u/7?a=b"}, std::pair{"/api/x", "/v2/x"},
        std::pair{"/apis", "/apis"}, std::pair{"/old", "/"},
        std::pair{"/old//evil.test", "/evil.test"}}) {
    client_sends(
      std::string{"GET "}.append(from).append(" HTTP/1.1\r\nHost: a\r\n\r\n"));
    origin_receives(
      std::string{"GET "}.append(to).append(" HTTP/1.1\r\nHost: a\r\n\r\n"));
    origin_sends(ok);
    client_receives(ok);
  }
}

BOOST_AUTO_TEST_CASE(a_rewrite_needs_to_know_what) {
  BOOST_TEST(problem_of("{rewrite: {to: /a}}")
             == "'rewrite' should have a 'prefix' or a 'pattern'");
  BOOST_TEST(problem_of("{rewrite: {prefix: /a, pattern: a}}")
             == "'rewrite' should have a 'prefix' or a 'pattern'");
  BOOST_TEST(problem_of("{rewrite: {pattern: '('}}")
               .starts_with("'rewrite' will not do: "));
}

BOOST_AUTO_TEST_CASE(a_split_by_cookie_stays_where_it_was) {
  stages("{split: {to: {app: 1}, by: cookie, max_age: 60s}}");
  client_sends(get);
  origin_receives(get);
  auto first = answered();
  auto at = first.find("Set-Cookie: troupe_split=");
  BOOST_TEST_REQUIRE(at != first.npos);
  auto cookie = first.substr(at + 12, 13 + 16);
  BOOST_TEST(
    first.substr(at + 12 + 13 + 16)
      .starts_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=60\r\n"));
  auto with = [&](std::string_view value) {
    forwarded(std::string{"Cookie: a=b; "}.append(value).append("; c\r\n"));
    return has(answered(), "Set-Cookie");
  };
  BOOST_TEST(!with(cookie));
  BOOST_TEST(with(cookie.substr(0, 20)));
  BOOST_TEST(with("troupe_split=ghijklmnopqrstuv"));
}

BOOST_AUTO_TEST_CASE(a_split_leads_to_upstreams_that_are_there) {
  BOOST_TEST(has(problem_of("{split: {to: {app: 1, canary: 1}}}"),
                 "names no upstream: 'canary'"));
  BOOST_TEST(problem_of("{split: {to: {app: 0}}}")
             == "'to' should have a weight above 0");
}

BOOST_AUTO_TEST_CASE(errors_have_pages_of_ones_own) {
  auto quiet = test::silence{};
  stages("{error_pages: {pages: [{status: 403, body: 'no ${request.path}'}, "
         "{status: 500-599, body: '${response.status}', type: text/plain}]}}, "
         "{access: {rules: [{deny: all}]}}");
  auto got = answer_to("GET /'&x HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(got.starts_with("HTTP/1.1 403 Forbidden\r\n"));
  BOOST_TEST(has(got, "\r\nContent-Type: text/html; charset=utf-8\r\n"));
  BOOST_TEST(got.ends_with("\r\n\r\nno /&#39;&amp;x"), got);
}

BOOST_AUTO_TEST_CASE(error_pages_keep_what_failed) {
  auto quiet = test::silence{};
  stages("{error_pages: {pages: [{status: 502, body: 'sorry', type: "
         "text/plain}]}}");
  client_sends(get);
  origin_receives(get);
  origin.close();
  settle();
  auto got = hear(client, 1);
  BOOST_TEST(got.starts_with("HTTP/1.1 502 Bad Gateway\r\n"));
  BOOST_TEST(has(got, "\r\nProxy-Status: troupe; error="));
  BOOST_TEST(has(got, "\r\nContent-Length: 5\r\n"));
  BOOST_TEST(got.ends_with("\r\n\r\nsorry"), got);
}

BOOST_AUTO_TEST_CASE(pages_of_origins_are_replaced_if_asked) {
  constexpr auto not_found
    = "HTTP/1.1 404 Not Found\r\nDate: now\r\nETag: x\r\nX-Kept: 1\r\n"
      "Content-Length: 2\r\n\r\nno";
  for (auto origins : {"off", "on"}) {
    stages(std::string{"{error_pages: {origin: "}.append(origins).append(
      ", pages: [{status: 404, body: ours}]}}"));
    client_sends(get);
    origin_receives(get);
    origin_sends(not_found);
    auto got = hear(client, 1);
    BOOST_TEST(got.ends_with(std::string_view{origins} == "on" ? "ours" : "no"),
               got);
    BOOST_TEST(has(got, "X-Kept: 1\r\n"));
    BOOST_TEST(has(got, "ETag") == (std::string_view{origins} == "off"));
  }
}

BOOST_AUTO_TEST_CASE(pages_must_be_there) {
  BOOST_TEST(problem_of("{error_pages: {pages: [{status: 404}]}}")
             == "an error page should have a 'body' or a 'file'");
  BOOST_TEST(
    problem_of("{error_pages: {pages: [{status: 404, file: /no/such}]}}")
    == "cannot read /no/such: there is no such file");
  for (auto status : {"200", "404-403", "abc", "500-600"})
    BOOST_TEST(has(
      problem_of(
        std::string{"{error_pages: {pages: [{status: '"}.append(status).append(
          "', body: x}]}}")),
      "a status from 400 to 599"));
}

BOOST_AUTO_TEST_CASE(the_name_that_a_backend_is_asked_for_can_be_set) {
  stages("{headers: {request: [{set: Host, to: b.test}]}}");
  client_sends(get);
  origin_receives("GET / HTTP/1.1\r\nHost: b.test\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_bucket_admits_a_burst_and_fills_again) {
  stages("{rate_limit: {requests: 1, per: 1s, algorithm: bucket, burst: 3}}");
  auto is_admitted = [this] {
    client_sends(get);
    if (!origin)
      origin = accept(house);
    if (hear(origin, 1).empty()) {
      BOOST_TEST(hear(client, 1).starts_with("HTTP/1.1 429 "));
      return false;
    }
    answered();
    return true;
  };
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(is_admitted());
  BOOST_TEST(!is_admitted());
  pass(1010ms);
  BOOST_TEST(is_admitted()); // what was refused took nothing
  BOOST_TEST(!is_admitted());
  BOOST_TEST(test::problem_of("{rate_limit: {requests: 1, burst: 3}}")
             == "'burst' is for 'algorithm: bucket'");
}

BOOST_AUTO_TEST_CASE(so_many_are_under_way_at_a_time) {
  auto quiet = test::silence{};
  stages("{concurrency: {most: 1, status: 429, retry_after: 5s}}");
  client_sends(get);
  origin_receives(get);
  auto other = connect();
  say(other, get);
  auto refused = hear(other, 1);
  BOOST_TEST(refused.starts_with("HTTP/1.1 429 Too Many Requests\r\n"));
  BOOST_TEST(has(refused, "\r\nRetry-After: 5\r\n"));
  answered();
  say(other, get); // there is room again
  origin_receives(get);
  other.close(); // and so there is for whoever comes when one has left
  pass(200ms);
  client_sends(get);
  origin = accept(house);
  origin_receives(get);
  BOOST_TEST(answered().starts_with("HTTP/1.1 200 "));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
