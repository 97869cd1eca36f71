#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace troupe::actors {

/// Which requests are copied, and what that may cost.
struct mirror_options {
  std::string upstream; ///< the copies' own
  unsigned percent = 100;
  /// Octets of a body; a request with more is not copied. Copies are kept
  /// whole, so that an origin that is slow is not told half of one.
  std::size_t max_body = 65536;
  /// Copies that are being made or are on their way, on each loop. Times
  /// `max_body`, and a head: what all of them may keep.
  std::size_t max_in_flight = 100;
  /// From the copy's first octet to its response's last.
  std::chrono::milliseconds timeout = std::chrono::seconds{10};
  /// The Host of copies is "host-shadow", with the port as it was.
  bool shadow_host = false;
};

} // namespace troupe::actors
