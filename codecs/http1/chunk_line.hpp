#pragma once

#include "codecs/base/result.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::codecs::http1 {

/// The line before a chunk's octets.
struct chunk_line {
  std::uint64_t chunk = 0; ///< octets of the chunk; 0 for the last one
  std::size_t size = 0;    ///< octets of the line; 0 if it is not complete
};

/// chunk-size [ chunk-ext ] CRLF (RFC 9112 section 7.1). Extensions are passed
/// over, but may hold no control octets. A pure function of its arguments.
result<chunk_line, errc> parse_chunk_line(std::string_view input,
                                          const limits& bounds) noexcept;

} // namespace troupe::codecs::http1
