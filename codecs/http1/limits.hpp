#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace troupe::codecs::http1 {

/// What a peer may make us keep. Every excess is an error of its own.
struct limits {
  /// Octets of method, target and version, or of a status line, CRLF not
  /// counted (RFC 9112 section 3 asks for 8,000 at least). -> 414
  std::size_t start_line = 8192;
  /// Octets of one field line. Precedents: nginx 8 KiB, h11 16 KiB. -> 431
  std::size_t field_line = 16384;
  /// Field lines of a head. Precedents: Apache 100, Envoy 100. -> 431
  std::size_t field_count = 128;
  /// Octets of the whole head: what one connection may keep us from
  /// forgetting. Precedents: Envoy 60 KiB, nginx 32 KiB. -> 431
  std::size_t head = 49152;
  /// Octets of a chunk's size line with its extensions, which nobody reads:
  /// generosity only helps those who count on our waste. -> 400
  std::size_t chunk_line = 256;
  /// Octets of a trailer section, and its lines. -> 431
  std::size_t trailers = 8192;
  std::size_t trailer_count = 64;
  /// Octets of a request's body, announced or counted. The proxy keeps none of
  /// them, and so there is no limit unless the origin wants one. -> 413
  std::uint64_t body = std::numeric_limits<std::uint64_t>::max();
};

} // namespace troupe::codecs::http1
