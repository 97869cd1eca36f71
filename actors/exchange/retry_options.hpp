#pragma once

#include "codecs/http/status.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

/// When a request is tried again at another backend, before the client has seen
/// anything. Who cannot be reached is passed over in any case, and a reused
/// connection that was dead is forgiven once. The rest is for requests that may
/// be repeated (RFC 9110 section 9.2.2) and that are kept whole
/// (replay_buffer).
struct retry_options {
  /// In all, the first included.
  std::uint32_t attempts = 16;
  /// The connection ends before the first octet of a response.
  bool on_reset = false;
  /// The response does not begin in time: per_try, or first_octet.
  bool on_timeout = false;
  /// The response has one of these.
  std::vector<codecs::http::status> on_status;
  /// Requests that are not idempotent, too: where the origin can tell.
  bool unsafe_methods = false;

  /// For an attempt, from choosing the backend to the response's first octet.
  /// Zero: as long as the other timeouts let it. -> 504
  std::chrono::milliseconds per_try{0};
  /// For all attempts, to the first octet of the response that counts. -> 504
  std::chrono::milliseconds total{0};
  /// Before the second attempt about so long, before each later one twice as
  /// long, up to a limit. At random between the half and the whole.
  std::chrono::milliseconds backoff{0};
  std::chrono::milliseconds max_backoff = std::chrono::milliseconds{250};

  friend bool operator==(const retry_options&, const retry_options&) = default;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const retry_options& x);

} // namespace troupe::actors
