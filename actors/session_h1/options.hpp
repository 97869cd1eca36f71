#pragma once

#include "codecs/http1/limits.hpp"

#include <chrono>
#include <cstddef>

namespace troupe::actors {

/// How long we wait for a client. Zero: for ever.
struct session_timeouts {
  /// From the first octet of a head, or from accept, to its last. -> 408, or
  /// nothing if nothing came
  std::chrono::milliseconds head = std::chrono::seconds{15};
  /// Between two arrivals of body octets. -> 408
  std::chrono::milliseconds body = std::chrono::seconds{30};
  /// For the next request on a connection, then it is closed without a word.
  std::chrono::milliseconds keep_alive = std::chrono::seconds{60};
  /// For the client to take octets that we hold for it.
  std::chrono::milliseconds write = std::chrono::seconds{30};
  /// From a request's first octet to its response's last; off by default, for
  /// nobody knows how long a download may take.
  std::chrono::milliseconds exchange{0};
  /// After a last response, for the client to read it and close. Zero: hardly.
  std::chrono::milliseconds linger = std::chrono::seconds{2};
};

struct session_options {
  codecs::http1::limits limits;
  session_timeouts timeouts;
  /// Requests on one connection; the last response says close. 0: any number.
  std::size_t max_requests = 0;
};

} // namespace troupe::actors
