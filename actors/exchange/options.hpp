#pragma once

#include "actors/exchange/retry_options.hpp"

#include "codecs/http1/limits.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace troupe::actors {

/// How long we wait for an origin once a request is on its way. Zero: for ever.
struct exchange_timeouts {
  /// From the request's last octet to the response's first. -> 504
  std::chrono::milliseconds first_octet = std::chrono::seconds{60};
  /// Between two arrivals, and for the origin to take what we send. -> 504, or
  /// a closed connection once the head has left
  std::chrono::milliseconds between_octets = std::chrono::seconds{60};
  /// So long without a connection, and another backend is asked for one, too:
  /// the first to come is taken (RFC 8305). Zero: nobody else is.
  std::chrono::milliseconds connect_race{0};
  /// Without an octet in either direction of an upgraded connection.
  std::chrono::milliseconds tunnel_idle = std::chrono::minutes{5};
};

/// What becomes of X-Forwarded-For, -Proto and -Host.
enum class forwarding_policy : std::uint8_t {
  /// Adds the client to what X-Forwarded-For says; -Proto and -Host tell what
  /// this connection saw, whatever the client claimed.
  append,
  /// As append, but what X-Forwarded-For said is dropped: for the edge.
  replace,
  /// As append, but -Proto and -Host that came are believed: behind a proxy of
  /// ours that has set them.
  trust,
  /// All three go on as they came.
  off,
};

/// What the origin finds in Host.
enum class host_policy : std::uint8_t {
  keep,    ///< what the client asked for
  backend, ///< the backend's address
  fixed,   ///< `host_name`
};

/// What an origin is told of the client, in front of the request (PROXY
/// protocol). A connection that has been announced serves one request: the next
/// may be somebody else's.
enum class announcement : std::uint8_t {
  off,
  line,   ///< version 1
  binary, ///< version 2: with what the proxy in front of us has said besides
};

struct exchange_options {
  exchange_timeouts timeouts;
  codecs::http1::limits response_limits;
  forwarding_policy forwarding = forwarding_policy::append;
  host_policy host = host_policy::keep;
  std::string host_name;
  announcement announce = announcement::off;
  /// Our name in Via (RFC 9110 section 7.6.3); empty: no Via.
  std::string via = "troupe";
  /// Octets of a request that are kept to send it once more. A larger one is
  /// not repeated once it was sent.
  std::size_t replay_buffer = 65536;
  retry_options retries;
};

} // namespace troupe::actors
