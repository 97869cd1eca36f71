#pragma once

#include <cstdint>

namespace troupe::codecs::http {

/// How a message's end is found (RFC 9112 section 6.3).
enum class body_kind : std::uint8_t {
  none,
  length,     ///< Content-Length octets
  chunked,    ///< until the last chunk
  until_close ///< responses only
};

struct framing {
  body_kind kind = body_kind::none;
  std::uint64_t length = 0; ///< with body_kind::length
};

} // namespace troupe::codecs::http
