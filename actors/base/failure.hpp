#pragma once

#include "codecs/http/status.hpp"
#include "codecs/http2/errc.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::actors {

/// What went wrong with an exchange: the same word in tests, logs, metrics and
/// docs. Each has one status, one fault and one answer to "again?".
enum class proxy_errc : std::uint8_t {
  none,
  // -- the client's fault
  malformed_request, ///< `because` tells the rule; the codec knows the status
  head_timeout,      ///< 408
  body_timeout,      ///< 408
  request_body_too_large, ///< 413
  connect_not_allowed,    ///< 405: no route is for CONNECT
  connect_forbidden,      ///< 403: and this one does not lead there
  too_early,              ///< 425: it may be a replay (RFC 8470)
  client_gone,            ///< reset, or closed in the middle of its request
  tunnel_idle,            ///< nobody has sent an octet for too long
  // -- the origin's
  connection_refused,    ///< 502, and whatever else keeps us from connecting
  connect_timeout,       ///< 504
  tls_certificate_error, ///< 502: the origin's is not accepted
  tls_alert_received,    ///< 502: the origin does not accept us
  tls_protocol_error,    ///< 502: whatever else ends a handshake
  upstream_closed,       ///< 502: before the first octet of a response
  upstream_reset,        ///< 502: the same, by RST or another error
  stream_refused,        ///< 503: by HTTP/2's word, unseen
  malformed_response,    ///< 502
  response_incomplete,   ///< 502: closed in the middle
  upstream_timeout,      ///< 504: first octet, between octets, or taking ours
  name_unresolved,       ///< 502: CONNECT to a name without addresses
  name_timeout,          ///< 504: no name server has answered
  // -- ours
  no_route,         ///< 404
  no_backend,       ///< 503: nobody to connect to
  queue_full,       ///< 503: too many wait for a connection
  queue_timeout,    ///< 503: waited too long for one
  circuit_open,     ///< 503: the upstream has all that it may have
  out_of_resources, ///< 503: descriptors, ports or memory
  exchange_timeout, ///< 504: all in all
  service_failed,   ///< 500: the application died, or said no
  service_timeout,  ///< 504
  stage_failed,     ///< 500: a stage of the pipeline threw, or its actor died
  stage_timeout,    ///< 504: a stage actor did not answer in time
  stage_overloaded, ///< 503: too many exchanges wait for a stage actor
  shut_down,        ///< 503: this process ends before the exchange does
  internal_error,   ///< 500: a bug
};

std::string_view to_string(proxy_errc x) noexcept;

enum class fault : std::uint8_t { downstream, upstream, ours };
enum class retry : std::uint8_t { never, if_reused, unseen, always };

codecs::http::status status_for(proxy_errc x) noexcept;
fault fault_of(proxy_errc x) noexcept;
/// `always`: nothing of the request was sent. `if_reused`: the origin may have
/// closed while the connection lay idle. `unseen`: the origin says that it has
/// not looked at the request.
retry retry_after(proxy_errc x) noexcept;
/// The error type of RFC 9209 section 2.3, for Proxy-Status.
std::string_view proxy_status_error(proxy_errc x) noexcept;

/// What the operating system calls an errno, for `because`.
std::string text_of(int error);

/// An error that answers four questions: what, whose fault, again, because.
struct failure {
  proxy_errc what = proxy_errc::none;
  std::string because; ///< for people; may be empty
  /// With which the origin has reset its stream, if it has.
  codecs::http2::errc reset = codecs::http2::errc::no_error;

  fault whose() const noexcept { return fault_of(what); }
  retry again() const noexcept { return retry_after(what); }
};

} // namespace troupe::actors
