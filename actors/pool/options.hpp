#pragma once

#include "actors/base/http2_counters.hpp"
#include "actors/base/http_versions.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/net/connect.hpp"

#include "codecs/http1/limits.hpp"
#include "codecs/http2/options.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace troupe::actors {

/// What connections to backends that speak HTTP/2 have besides.
struct upstream_h2_options {
  /// max_streams bounds what one connection carries, whatever more the backend
  /// allows. The window of a connection has room for all its streams: clients
  /// that are slow must not stop the others'.
  codecs::http2::options protocol{.max_streams = 100,
                                  .window = 128 * 1024,
                                  .connection_window = 16 * 1024 * 1024,
                                  .resets
                                  = {.burst = 10'000, .per_second = 1000}};
  /// A backend that says nothing for so long while requests are under way is
  /// asked whether it is there. Zero: never.
  std::chrono::milliseconds ping = std::chrono::seconds{30};
  /// For it to answer, and then all of them fail.
  std::chrono::milliseconds pong = std::chrono::seconds{10};
};

/// What a pool keeps, and for how long. What is counted is bounded for one
/// backend and the whole process; each loop has its share (share_of). Zero: no
/// bound, except where it says otherwise.
struct pool_options {
  std::size_t max_connections = 0; ///< open ones, leased or idle
  std::size_t max_idle = 1024;     ///< nobody's; 0: none lies idle
  std::size_t max_waiting = 1024;  ///< requests that wait for one; 0: none does
  /// For a connection to become free. -> 503
  std::chrono::milliseconds wait = std::chrono::seconds{5};
  /// For a connection to be made: also TLS, and the settings of HTTP/2. -> 504
  std::chrono::milliseconds connect = std::chrono::seconds{5};
  /// Unused for so long, closed: sooner than the origin does (nginx 75 s,
  /// Node.js 5 s, Go's net/http never).
  std::chrono::milliseconds idle = std::chrono::seconds{60};
  std::chrono::milliseconds max_age{0};
  std::size_t max_requests = 0; ///< on one connection
  runtime::net::connect_options socket;
  /// Its connections are encrypted like that; nullptr: they are not.
  std::shared_ptr<const upstream_tls> tls = nullptr;
  /// What backends are spoken to in. Over TLS they choose, if it may be both;
  /// else it is one of the two.
  http_versions speaks{.h1 = true, .h2 = false};
  upstream_h2_options http2;
  /// Where a loop counts what becomes of those; nullptr: nowhere. Borrowed.
  http2_counters* http2_counts = nullptr;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const pool_options& x);

} // namespace troupe::actors
