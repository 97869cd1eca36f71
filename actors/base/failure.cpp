#include "actors/base/failure.hpp"

#include <array>
#include <cstddef>
#include <system_error>

namespace troupe::actors {

namespace {

struct row {
  proxy_errc what;
  std::string_view word;
  codecs::http::status status;
  fault whose;
  retry again;
  std::string_view rfc9209;
};

using enum proxy_errc;

// In the order of the enumerators; docs/reference/errors.md shows it, too.
constexpr auto rows = std::array{
  row{none, "none", 200, fault::ours, retry::never, ""},
  row{malformed_request, "malformed_request", 400, fault::downstream,
      retry::never, "http_request_error"},
  row{head_timeout, "head_timeout", 408, fault::downstream, retry::never,
      "http_request_error"},
  row{body_timeout, "body_timeout", 408, fault::downstream, retry::never,
      "http_request_error"},
  row{request_body_too_large, "request_body_too_large", 413, fault::downstream,
      retry::never, "http_request_error"},
  row{connect_not_allowed, "connect_not_allowed", 405, fault::downstream,
      retry::never, "http_request_denied"},
  row{connect_forbidden, "connect_forbidden", 403, fault::downstream,
      retry::never, "http_request_denied"},
  row{too_early, "too_early", 425, fault::downstream, retry::never,
      "http_request_denied"},
  row{client_gone, "client_gone", 499, fault::downstream, retry::never,
      "http_request_error"},
  row{tunnel_idle, "tunnel_idle", 408, fault::downstream, retry::never,
      "connection_timeout"},
  row{connection_refused, "connection_refused", 502, fault::upstream,
      retry::always, "connection_refused"},
  row{connect_timeout, "connect_timeout", 504, fault::upstream, retry::always,
      "connection_timeout"},
  row{tls_certificate_error, "tls_certificate_error", 502, fault::upstream,
      retry::always, "tls_certificate_error"},
  row{tls_alert_received, "tls_alert_received", 502, fault::upstream,
      retry::always, "tls_alert_received"},
  row{tls_protocol_error, "tls_protocol_error", 502, fault::upstream,
      retry::always, "tls_protocol_error"},
  row{upstream_closed, "upstream_closed", 502, fault::upstream,
      retry::if_reused, "connection_terminated"},
  row{upstream_reset, "upstream_reset", 502, fault::upstream, retry::if_reused,
      "connection_terminated"},
  row{stream_refused, "stream_refused", 503, fault::upstream, retry::unseen,
      "connection_terminated"},
  row{malformed_response, "malformed_response", 502, fault::upstream,
      retry::never, "http_protocol_error"},
  row{response_incomplete, "response_incomplete", 502, fault::upstream,
      retry::never, "http_response_incomplete"},
  row{upstream_timeout, "upstream_timeout", 504, fault::upstream, retry::never,
      "http_response_timeout"},
  row{name_unresolved, "name_unresolved", 502, fault::upstream, retry::never,
      "dns_error"},
  row{name_timeout, "name_timeout", 504, fault::upstream, retry::never,
      "dns_timeout"},
  row{no_route, "no_route", 404, fault::ours, retry::never,
      "destination_not_found"},
  row{no_backend, "no_backend", 503, fault::ours, retry::never,
      "destination_unavailable"},
  row{queue_full, "queue_full", 503, fault::ours, retry::always,
      "connection_limit_reached"},
  row{queue_timeout, "queue_timeout", 503, fault::ours, retry::always,
      "connection_limit_reached"},
  row{circuit_open, "circuit_open", 503, fault::ours, retry::always,
      "connection_limit_reached"},
  row{out_of_resources, "out_of_resources", 503, fault::ours, retry::always,
      "proxy_internal_error"},
  row{exchange_timeout, "exchange_timeout", 504, fault::ours, retry::never,
      "http_response_timeout"},
  row{service_failed, "service_failed", 500, fault::ours, retry::never,
      "proxy_internal_error"},
  row{service_timeout, "service_timeout", 504, fault::ours, retry::never,
      "proxy_internal_error"},
  row{stage_failed, "stage_failed", 500, fault::ours, retry::never,
      "proxy_internal_error"},
  row{stage_timeout, "stage_timeout", 504, fault::ours, retry::never,
      "proxy_internal_error"},
  row{stage_overloaded, "stage_overloaded", 503, fault::ours, retry::never,
      "proxy_internal_error"},
  row{shut_down, "shut_down", 503, fault::ours, retry::never,
      "proxy_internal_error"},
  row{internal_error, "internal_error", 500, fault::ours, retry::never,
      "proxy_internal_error"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows[i].what) != i)
      return false;
  return rows.back().what == internal_error;
}
static_assert(in_order());

const row& row_of(proxy_errc x) noexcept {
  return rows[static_cast<std::size_t>(x)];
}

} // namespace

std::string_view to_string(proxy_errc x) noexcept {
  return row_of(x).word;
}

codecs::http::status status_for(proxy_errc x) noexcept {
  return row_of(x).status;
}

fault fault_of(proxy_errc x) noexcept {
  return row_of(x).whose;
}

retry retry_after(proxy_errc x) noexcept {
  return row_of(x).again;
}

std::string_view proxy_status_error(proxy_errc x) noexcept {
  return row_of(x).rfc9209;
}

std::string text_of(int error) {
  return std::generic_category().message(error);
}

} // namespace troupe::actors
