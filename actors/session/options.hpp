#pragma once

#include "actors/base/http_versions.hpp"

#include "codecs/http1/limits.hpp"
#include "codecs/http2/options.hpp"

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

/// What HTTP/2 has besides. Its timeouts mean: head, until the first request
/// of a connection; keep_alive, without any; body, write and exchange, those of
/// one stream.
struct session_h2_options {
  codecs::http2::options protocol;
  /// A client that says nothing for so long while requests are open is asked
  /// whether it is there. Zero: never.
  std::chrono::milliseconds ping = std::chrono::seconds{60};
  /// For it to answer, and then the connection ends.
  std::chrono::milliseconds pong = std::chrono::seconds{15};
  /// Responses to a client that waits for many are waited for a little, so that
  /// several leave at once: some 50 us each, for a third of the CPU time.
  bool coalesce = true;
};

struct session_options {
  codecs::http1::limits limits;
  session_h2_options http2;
  session_timeouts timeouts;
  /// Requests on one connection; the last response says close, or the client
  /// is told to send no more (GOAWAY). 0: any number.
  std::size_t max_requests = 0;
};

} // namespace troupe::actors
