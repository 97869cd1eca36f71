#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::http2 {

/// RFC 9113 section 7, as on the wire. Peers may send others; those are to be
/// taken for internal_error.
enum class errc : std::uint32_t {
  no_error = 0x0,
  protocol_error = 0x1,
  internal_error = 0x2,
  flow_control_error = 0x3,
  settings_timeout = 0x4,
  stream_closed = 0x5,
  frame_size_error = 0x6,
  refused_stream = 0x7, ///< nothing was done: the request may be sent again
  cancel = 0x8,
  compression_error = 0x9,
  connect_error = 0xa,
  enhance_your_calm = 0xb,
  inadequate_security = 0xc,
  http_1_1_required = 0xd,
};

errc errc_of(std::uint32_t code) noexcept;
std::string_view to_string(errc code) noexcept;

} // namespace troupe::codecs::http2
