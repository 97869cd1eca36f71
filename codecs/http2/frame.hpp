#pragma once

#include "codecs/base/octets.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::codecs::http2 {

using stream_id = std::int32_t;

/// RFC 9113 section 6, and RFC 9218 section 7.1. Peers may send others.
enum class frame_type : std::uint8_t {
  data = 0x0,
  headers = 0x1,
  priority = 0x2,
  rst_stream = 0x3,
  settings = 0x4,
  push_promise = 0x5,
  ping = 0x6,
  goaway = 0x7,
  window_update = 0x8,
  continuation = 0x9,
  priority_update = 0x10,
};

/// Of several types of frames each.
namespace flag {
inline constexpr std::uint8_t end_stream = 0x1;
inline constexpr std::uint8_t ack = 0x1;
inline constexpr std::uint8_t end_headers = 0x4;
inline constexpr std::uint8_t padded = 0x8;
inline constexpr std::uint8_t has_priority = 0x20;
} // namespace flag

/// What the head of a frame says (RFC 9113 section 4.1).
struct frame_head {
  std::size_t length = 0; ///< of what follows
  frame_type type{};
  std::uint8_t flags = 0;
  stream_id stream = 0;

  constexpr bool has(std::uint8_t x) const noexcept { return (flags & x) != 0; }
};

inline constexpr std::size_t frame_head_size = 9;

/// What a client says first (RFC 9113 section 3.4).
inline constexpr std::string_view client_preface
  = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What every peer takes (RFC 9113 section 4.2).
inline constexpr std::size_t usual_max_frame = 16 * 1024;

/// The first four octets, in network order.
inline std::uint32_t read_number(octets x) noexcept {
  auto octet
    = [&](std::size_t i) { return std::to_integer<std::uint32_t>(x[i]); };
  return octet(0) << 24 | octet(1) << 16 | octet(2) << 8 | octet(3);
}

/// Without the bit that is reserved.
inline std::int32_t read_number_31(octets x) noexcept {
  return static_cast<std::int32_t>(read_number(x) & 0x7fffffff);
}

inline frame_head read_frame_head(octets x) noexcept {
  return {.length = read_number(x) >> 8,
          .type = static_cast<frame_type>(x[3]),
          .flags = std::to_integer<std::uint8_t>(x[4]),
          .stream = read_number_31(x.subspan(5))};
}

inline void write_number(char* to, std::uint32_t x) noexcept {
  for (auto i = 0; i < 4; ++i)
    to[i] = static_cast<char>(x >> (24 - 8 * i));
}

inline void append_number(std::string& to, std::uint32_t x) {
  char octets[4];
  write_number(octets, x);
  to.append(octets, sizeof octets);
}

inline void write_frame_head(char* to, const frame_head& x) noexcept {
  write_number(to, static_cast<std::uint32_t>(x.length) << 8);
  to[3] = static_cast<char>(x.type);
  to[4] = static_cast<char>(x.flags);
  write_number(to + 5, static_cast<std::uint32_t>(x.stream));
}

inline void append_frame_head(std::string& to, const frame_head& x) {
  char octets[frame_head_size];
  write_frame_head(octets, x);
  to.append(octets, sizeof octets);
}

} // namespace troupe::codecs::http2
