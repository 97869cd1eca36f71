#include "actors/base/failure.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <set>
#include <string>

namespace troupe::actors {

std::ostream& operator<<(std::ostream& out, fault x) {
  static constexpr const char* words[] = {"downstream", "upstream", "ours"};
  return out << words[static_cast<int>(x)];
}

std::ostream& operator<<(std::ostream& out, retry x) {
  static constexpr const char* words[] = {"never", "if_reused", "always"};
  return out << words[static_cast<int>(x)];
}

namespace {

using enum proxy_errc;

constexpr auto count = static_cast<int>(internal_error) + 1;

proxy_errc nth(int i) {
  return static_cast<proxy_errc>(i);
}

BOOST_AUTO_TEST_SUITE(failure_test)

BOOST_AUTO_TEST_CASE(every_failure_has_a_word_of_its_own) {
  auto words = std::set<std::string>{};
  for (auto i = 0; i < count; ++i) {
    auto word = std::string{to_string(nth(i))};
    BOOST_TEST_CONTEXT(word) {
      BOOST_TEST(!word.empty());
      BOOST_TEST(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_")
                 == word.npos);
      BOOST_TEST(words.insert(word).second);
    }
  }
}

BOOST_AUTO_TEST_CASE(
  every_failure_has_a_status_a_fault_and_an_answer_to_again) {
  struct row {
    proxy_errc what;
    int status;
    fault whose;
    retry again;
  };
  using enum fault;
  using enum retry;
  constexpr row rows[] = {
    {none, 200, ours, never},
    {malformed_request, 400, downstream, never},
    {head_timeout, 408, downstream, never},
    {body_timeout, 408, downstream, never},
    {request_body_too_large, 413, downstream, never},
    {connect_not_allowed, 405, downstream, never},
    {connect_forbidden, 403, downstream, never},
    {too_early, 425, downstream, never},
    {client_gone, 499, downstream, never},
    {tunnel_idle, 408, downstream, never},
    {connection_refused, 502, upstream, always},
    {connect_timeout, 504, upstream, always},
    {tls_certificate_error, 502, upstream, always},
    {tls_alert_received, 502, upstream, always},
    {tls_protocol_error, 502, upstream, always},
    {upstream_closed, 502, upstream, if_reused},
    {upstream_reset, 502, upstream, if_reused},
    {stream_refused, 503, upstream, unseen},
    {malformed_response, 502, upstream, never},
    {response_incomplete, 502, upstream, never},
    {upstream_timeout, 504, upstream, never},
    {name_unresolved, 502, upstream, never},
    {name_timeout, 504, upstream, never},
    {no_route, 404, ours, never},
    {no_backend, 503, ours, never},
    {queue_full, 503, ours, always},
    {queue_timeout, 503, ours, always},
    {circuit_open, 503, ours, always},
    {out_of_resources, 503, ours, always},
    {exchange_timeout, 504, ours, never},
    {service_failed, 500, ours, never},
    {service_timeout, 504, ours, never},
    {stage_failed, 500, ours, never},
    {stage_timeout, 504, ours, never},
    {stage_overloaded, 503, ours, never},
    {shut_down, 503, ours, never},
    {internal_error, 500, ours, never},
  };
  BOOST_TEST(std::size(rows) == static_cast<std::size_t>(count));
  for (auto& [what, status, whose, again] : rows) {
    BOOST_TEST_CONTEXT(to_string(what)) {
      BOOST_TEST(status_for(what) == status);
      BOOST_TEST(fault_of(what) == whose);
      BOOST_TEST(retry_after(what) == again);
      auto x = failure{.what = what, .because = {}};
      BOOST_TEST(x.whose() == whose);
      BOOST_TEST(x.again() == again);
    }
  }
}

// RFC 9209 section 2.3 registers them.
BOOST_AUTO_TEST_CASE(every_failure_is_told_in_registered_words) {
  const auto registered = std::set<std::string_view>{"connection_limit_reached",
                                                     "connection_refused",
                                                     "connection_terminated",
                                                     "connection_timeout",
                                                     "destination_not_found",
                                                     "destination_unavailable",
                                                     "dns_error",
                                                     "dns_timeout",
                                                     "http_protocol_error",
                                                     "http_request_denied",
                                                     "http_request_error",
                                                     "http_response_incomplete",
                                                     "http_response_timeout",
                                                     "proxy_internal_error",
                                                     "tls_alert_received",
                                                     "tls_certificate_error",
                                                     "tls_protocol_error"};
  BOOST_TEST(proxy_status_error(none) == "");
  for (auto i = 1; i < count; ++i)
    BOOST_TEST(registered.contains(proxy_status_error(nth(i))),
               to_string(nth(i)));
  BOOST_TEST(proxy_status_error(connect_timeout) == "connection_timeout");
  BOOST_TEST(proxy_status_error(no_route) == "destination_not_found");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
