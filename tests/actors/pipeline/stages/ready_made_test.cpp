#include "tests/support/stage.hpp"

#include "actors/config/load.hpp"
#include "actors/pipeline/stage_registry.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

std::string file_with(std::string_view stages) {
  auto yaml = std::string{"listeners: [{address: 127.0.0.1:0}]\n"
                          "upstreams: {app: {backends: [127.0.0.1:1]}}\n"
                          "routes: [{upstream: app, stages: ["};
  return yaml.append(stages).append("]}]\n");
}

/// The first thing wrong with them.
std::string wrong(std::string_view stages) {
  auto loaded = load_text(file_with(stages), "f");
  return loaded ? "" : loaded.error().front().message;
}

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
  BOOST_TEST(wrong("{rate_limit: {per: 1s}}") == "'requests' is missing here");
  BOOST_TEST(has(wrong("{rate_limit: {requests: 1, key: \"a b\"}}"), "'key'"));
  BOOST_TEST(wrong("{access: {rules: [{allow: 10.0.0.0/40}]}}")
             == "'40' is not a prefix length from 0 to 32");
  BOOST_TEST(wrong("{cors: {origins: [\"*\"], credentials: on}}")
             == "any origin together with credentials would let every site act "
                "for whoever is logged in");
  BOOST_TEST(
    has(wrong("{headers: {request: [{set: X-A, to: \"${who}\"}]}}"), "who"));
  BOOST_TEST(wrong("rat_limit")
             == "there is no stage 'rat_limit' (did you mean 'rate_limit'?)");
  BOOST_TEST(has(wrong("{redirect: {}}"), "leads nowhere"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
