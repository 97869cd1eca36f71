#pragma once

#include "actors/tls/upstream_tls.hpp"

#include "runtime/net/connect.hpp"

#include "codecs/http1/limits.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace troupe::actors {

/// What a pool keeps, and for how long. What is counted is bounded for one
/// backend and the whole process; each loop has its share (share_of). Zero: no
/// bound, except where it says otherwise.
struct pool_options {
  std::size_t max_connections = 0; ///< open ones, leased or idle
  std::size_t max_idle = 1024;     ///< nobody's; 0: none lies idle
  std::size_t max_waiting = 1024;  ///< requests that wait for one; 0: none does
  /// For a connection to become free. -> 503
  std::chrono::milliseconds wait = std::chrono::seconds{5};
  /// For a connection to be made. -> 504
  std::chrono::milliseconds connect = std::chrono::seconds{5};
  /// Unused for so long, closed: sooner than the origin does (nginx 75 s,
  /// Node.js 5 s, Go's net/http never).
  std::chrono::milliseconds idle = std::chrono::seconds{60};
  std::chrono::milliseconds max_age{0};
  std::size_t max_requests = 0; ///< on one connection
  runtime::net::connect_options socket;
  /// Its connections are encrypted like that; nullptr: they are not.
  std::shared_ptr<const upstream_tls> tls = nullptr;
};

} // namespace troupe::actors
