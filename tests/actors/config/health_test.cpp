#include "actors/config/health.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using namespace runtime::config;

/// What is read from the value of the only key, and what is wrong with it.
template <class Read>
auto read(std::string_view yaml, Read reader, std::vector<std::string>& wrong) {
  auto out = findings{"f"};
  auto doc = document::parse(yaml, out);
  BOOST_TEST_REQUIRE(doc.has_value());
  auto result = reader(doc->root().settings.at(0), out);
  for (auto& x : std::move(out).take())
    wrong.push_back(to_string(x));
  return result;
}

template <class Read>
auto good(std::string_view yaml, Read reader) {
  auto wrong = std::vector<std::string>{};
  auto result = read(yaml, reader, wrong);
  for (auto& x : wrong)
    BOOST_ERROR(x);
  return result;
}

/// The only thing that is wrong.
template <class Read>
std::string wrong(std::string_view yaml, Read reader) {
  auto result = std::vector<std::string>{};
  read(yaml, reader, result);
  BOOST_TEST(result.size() == 1u, yaml);
  return result.empty() ? "" : result.front();
}

check_options check(std::string_view yaml) {
  return good(yaml, read_check);
}
http_check_options http(const std::string& keys) {
  return check("health: {check: http, " + keys + "}").http;
}
std::string wrong_http(const std::string& keys) {
  return wrong("health: {check: http, " + keys + "}", read_check);
}

BOOST_AUTO_TEST_SUITE(config_health_test)

// -- health -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_word_is_a_kind_with_defaults) {
  BOOST_TEST((check("health: tcp").kind == check_kind::tcp));
  auto got = check("health: http");
  BOOST_TEST((got.kind == check_kind::http));
  BOOST_TEST((got.timing.interval == 5s));
  BOOST_TEST((got.timing.interval_down == 0s));
  BOOST_TEST((got.timing.timeout == 2s));
  BOOST_TEST(got.timing.jitter == 10u);
  BOOST_TEST((got.thresholds == health_thresholds{}));
  BOOST_TEST(got.parallel == 16u);
  BOOST_TEST(got.http.method == "GET");
  BOOST_TEST(got.http.path == "/");
}

BOOST_AUTO_TEST_CASE(every_key_of_both_kinds_is_read) {
  auto got = check("health: {check: tcp, interval: 1s, interval_down: 200ms, "
                   "jitter: 25%, timeout: 300ms, rise: 4, fall: 5, "
                   "initially: down, parallel: 7}");
  BOOST_TEST((got.kind == check_kind::tcp));
  BOOST_TEST((got.timing.interval == 1s));
  BOOST_TEST((got.timing.interval_down == 200ms));
  BOOST_TEST(got.timing.jitter == 25u);
  BOOST_TEST((got.timing.timeout == 300ms));
  BOOST_TEST(
    (got.thresholds
     == health_thresholds{.rise = 4, .fall = 5, .healthy_at_first = false}));
  BOOST_TEST(got.parallel == 7u);
}

BOOST_AUTO_TEST_CASE(every_key_of_http_checks_is_read) {
  auto got = http("method: OPTIONS, path: '/healthz?full', host: a.example, "
                  "headers: {X-Key: a b, Accept: text/plain}, "
                  "body: ok, body_matches: '^o.', max_body: 1KiB");
  BOOST_TEST(got.method == "OPTIONS");
  BOOST_TEST(got.path == "/healthz?full");
  BOOST_TEST(got.host == "a.example");
  BOOST_TEST(
    (got.fields
     == std::vector<check_field>{{"X-Key", "a b"}, {"Accept", "text/plain"}}));
  BOOST_TEST(got.body == "ok");
  BOOST_TEST_REQUIRE(got.body_matches.has_value());
  BOOST_TEST(got.body_matches->expression() == "^o.");
  BOOST_TEST(got.max_body == 1024u);
}

BOOST_AUTO_TEST_CASE(statuses_are_expected_alone_in_ranges_and_in_classes) {
  using all = std::vector<expected_statuses>;
  BOOST_TEST((http("expect: 204").expect == all{{204, 204}}));
  BOOST_TEST((http("expect: 2xx").expect == all{{200, 299}}));
  BOOST_TEST((http("expect: [200, 301-302, 4xx]").expect
              == all{{200, 200}, {301, 302}, {400, 499}}));
  for (auto bad : {"all", "20", "2000", "2x", "xxx", "200-", "-200", "200+",
                   "200-300-400"})
    BOOST_TEST(wrong_http("expect: " + std::string{bad})
               == "f:1:31: 'expect' should be a status such as 200, 300-399 "
                  "or 2xx, not '"
                    + std::string{bad} + "'");
  for (auto bad : {"100", "1xx", "6xx", "299-200"})
    BOOST_TEST(wrong_http("expect: [" + std::string{bad} + "]")
               == "f:1:32: 'expect' will not do: statuses to expect are from "
                  "200 to 599, the lower one first");
}

BOOST_AUTO_TEST_CASE(mistakes_in_checks_are_told_with_their_places) {
  BOOST_TEST(wrong("health: htp", read_check)
             == "f:1:9: 'health' should be one of tcp, http, not 'htp' (did "
                "you mean 'http'?)");
  BOOST_TEST(wrong("health: {interval: 5s, path: /a}", read_check)
             == "f:1:9: 'check' is missing here");
  BOOST_TEST(wrong("health: [tcp]", read_check)
             == "f:1:9: 'health' should be a map, not a list");
  BOOST_TEST(wrong("health: {check: tcp, path: /a}", read_check)
             == "f:1:22: 'path' is for http checks only");
  BOOST_TEST(wrong("health: {check: tcp, intervl: 5s}", read_check)
             == "f:1:22: unknown key 'intervl' (did you mean 'interval'?)");
  BOOST_TEST(wrong("health: {check: tcp, interval: 5}", read_check)
             == "f:1:32: 'interval' should be a duration such as 250ms, 5s or "
                "1m30s, not '5' (the units are ms, s, m and h)");
  BOOST_TEST(wrong("health: {check: tcp, jitter: 110%}", read_check)
             == "f:1:30: 'jitter' should be a number from 0 to 1, or a "
                "percentage, not '110%'");
  BOOST_TEST(wrong("health: {check: tcp, jitter: 0.4%}", read_check)
             == "f:1:30: 'jitter' should be a whole percentage, not '0.4%'");
  for (auto key : {"rise", "fall"})
    BOOST_TEST(
      wrong("health: {check: tcp, " + std::string{key} + ": 0}", read_check)
      == "f:1:28: '" + std::string{key}
           + "' should be from 1 to 1000, not '0'");
  BOOST_TEST(wrong("health: {check: tcp, initially: unknown}", read_check)
             == "f:1:33: 'initially' should be one of up, down, not "
                "'unknown'");
  BOOST_TEST(wrong("health: {check: tcp, parallel: 0}", read_check)
             == "f:1:32: 'parallel' should be from 1 to 1000000000, not '0'");
}

BOOST_AUTO_TEST_CASE(mistakes_in_requests_are_told_with_their_places) {
  BOOST_TEST(wrong_http("method: CONNECT")
             == "f:1:31: 'method' will not do: 'CONNECT' is no method of a "
                "check");
  BOOST_TEST(
    wrong_http("path: healthz")
      .starts_with("f:1:29: 'path' will not do: 'healthz' is no path"));
  BOOST_TEST(wrong_http("host: a/b")
             == "f:1:29: 'host' will not do: 'a/b' is no host");
  BOOST_TEST(wrong_http("headers: [a]")
             == "f:1:32: 'headers' should be a map from names to values, not "
                "a list");
  BOOST_TEST(wrong_http("headers: {A: b, Host: a}")
             == "f:1:45: 'Host' will not do: 'Host' is not for a check to "
                "choose");
  BOOST_TEST(wrong_http("headers: {A: \"b\\r\\nC: d\"}")
             == "f:1:36: 'A' will not do: 'A' or its value is not valid in a "
                "request");
  BOOST_TEST(wrong_http("body_matches: '('")
               .starts_with("f:1:37: 'body_matches' will not do: "));
  BOOST_TEST(wrong_http("method: HEAD, body: ok")
             == "f:1:43: 'body' will not do: no body comes in response to "
                "HEAD");
  BOOST_TEST(wrong_http("max_body: 2MiB")
             == "f:1:33: 'max_body' should be from 1 to 1MiB, not '2MiB'");
  BOOST_TEST(wrong_http("max_body: 2, body: long")
               .starts_with("f:1:42: 'body' will not do: "));
}

// -- outliers -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(every_key_of_outliers_is_read) {
  auto got = good("outliers: {consecutive_failures: 7, interval: 1s, "
                  "base_ejection: 2s, max_ejection: 3s, max_ejected: 50%, "
                  "success_rate: {factor: 2.5, margin: 1%, min_backends: 3, "
                  "min_requests: 9}}",
                  read_outliers);
  BOOST_TEST(got.consecutive_failures == 7u);
  BOOST_TEST((got.interval == 1s));
  BOOST_TEST((got.base_ejection == 2s));
  BOOST_TEST((got.max_ejection == 3s));
  BOOST_TEST(got.max_ejected == 50u);
  BOOST_TEST(got.success_rate.factor == 2.5);
  BOOST_TEST(got.success_rate.margin == 1u);
  BOOST_TEST(got.success_rate.min_backends == 3u);
  BOOST_TEST(got.success_rate.min_requests == 9u);
}

BOOST_AUTO_TEST_CASE(both_kinds_of_outliers_may_be_off) {
  auto got = good("outliers: {consecutive_failures: off, success_rate: off}",
                  read_outliers);
  BOOST_TEST(got.consecutive_failures == 0u);
  BOOST_TEST(got.success_rate.factor == 0);
  BOOST_TEST(good("outliers: {}", read_outliers).consecutive_failures == 5u);
}

BOOST_AUTO_TEST_CASE(mistakes_in_outliers_are_told_with_their_places) {
  BOOST_TEST(wrong("outliers: on", read_outliers)
             == "f:1:11: 'outliers' should be a map, not 'on'");
  BOOST_TEST(wrong("outliers: {max_ejectd: 1}", read_outliers)
             == "f:1:12: unknown key 'max_ejectd' (did you mean "
                "'max_ejected'?)");
  BOOST_TEST(wrong("outliers: {success_rate: {factor: -1}}", read_outliers)
             == "f:1:35: 'factor' should be a number such as 2 or 1.5, not "
                "'-1'");
  BOOST_TEST(wrong("outliers: {success_rate: {min_backends: 1}}", read_outliers)
             == "f:1:41: 'min_backends' should be from 2 to 1000000, not '1'");
  BOOST_TEST(wrong("outliers: {success_rate: on}", read_outliers)
             == "f:1:26: 'success_rate' should be a map, not 'on'");
  BOOST_TEST(wrong("outliers: {base_ejection: 10m}", read_outliers)
             == "f:1:11: 'outliers' will not do: an ejection takes some time, "
                "and the first is no longer than any");
}

// -- circuit ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(every_bound_of_a_breaker_is_read) {
  auto got = good("circuit: {connections: 1, waiting: 2, requests: 3, "
                  "retries: off}",
                  read_circuit);
  BOOST_TEST(got.connections == 1u);
  BOOST_TEST(got.waiting == 2u);
  BOOST_TEST(got.requests == 3u);
  BOOST_TEST(got.retries == 0u);
  auto usual = good("circuit: {}", read_circuit);
  BOOST_TEST(usual.connections == 1024u);
  BOOST_TEST(usual.waiting == 1024u);
  BOOST_TEST(usual.requests == 1024u);
  BOOST_TEST(usual.retries == 3u);
}

BOOST_AUTO_TEST_CASE(mistakes_in_breakers_are_told_with_their_places) {
  BOOST_TEST(wrong("circuit: {requests: many}", read_circuit)
             == "f:1:21: 'requests' should be a whole number or off, not "
                "'many'");
  BOOST_TEST(wrong("circuit: {request: 1}", read_circuit)
             == "f:1:11: unknown key 'request' (did you mean 'requests'?)");
}

// -- budget -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_budget_is_a_share_or_a_map) {
  auto usual = good("budget: {}", read_retry_budget);
  BOOST_TEST(usual.percent == 20u);
  BOOST_TEST(usual.least == 3u);
  auto both = good("budget: {share: 7%, least: 0}", read_retry_budget);
  BOOST_TEST(both.percent == 7u);
  BOOST_TEST(both.least == 0u);
  auto word = good("budget: 50%", read_retry_budget);
  BOOST_TEST(word.percent == 50u);
  BOOST_TEST(word.least == 3u);
}

BOOST_AUTO_TEST_CASE(mistakes_in_budgets_are_told_with_their_places) {
  BOOST_TEST(wrong("budget: 150%", read_retry_budget)
             == "f:1:9: 'budget' should be a number from 0 to 1, or a "
                "percentage, not '150%'");
  BOOST_TEST(wrong("budget: {percent: 5%}", read_retry_budget)
             == "f:1:10: unknown key 'percent'; known here: share, least");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
