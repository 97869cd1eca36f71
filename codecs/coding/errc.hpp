#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::coding {

/// Why coded octets cannot be decoded, or are not worth it. The same word in
/// tests, logs and docs.
enum class errc : std::uint8_t {
  corrupt = 1,      ///< not what the coding's RFC describes; a wrong checksum
  truncated,        ///< the content ended before the coding did
  trailing_garbage, ///< octets after the coding's end
  window_too_large, ///< zstd: refers further back than RFC 9659 lets it
  ratio_exceeded,   ///< decoder_limits::ratio
  total_exceeded,   ///< decoder_limits::total
};

std::string_view to_string(errc code) noexcept;

} // namespace troupe::codecs::coding
