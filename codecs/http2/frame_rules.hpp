#pragma once

#include "codecs/http2/errc.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace troupe::codecs::http2 {

/// What the head of a frame says (RFC 9113 section 4.1).
struct frame_head {
  std::size_t length = 0;
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  std::int32_t stream = 0;
};

/// A connection error for which a frame's head is enough, of those that nghttp2
/// takes for others or passes over.
constexpr std::optional<errc> fault_of(const frame_head& x,
                                       std::size_t max_frame) noexcept {
  constexpr auto data = 0x0;
  constexpr auto headers = 0x1;
  constexpr auto priority = 0x2;
  constexpr auto continuation = 0x9;
  constexpr auto is_padded = 0x8;
  constexpr auto has_priority = 0x20;
  auto least = std::size_t{0}; // sections 6.1, 6.2
  if (x.type == data || x.type == headers)
    least += x.flags & is_padded ? 1 : 0;
  if (x.type == headers)
    least += x.flags & has_priority ? 5 : 0;
  if (x.length < least || (x.type == continuation && x.length > max_frame))
    return errc::frame_size_error; // section 4.2
  if (x.type == priority && x.stream == 0)
    return errc::protocol_error; // section 6.3
  return std::nullopt;
}

} // namespace troupe::codecs::http2
