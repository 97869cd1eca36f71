#pragma once

#include "codecs/http2/errc.hpp"
#include "codecs/http2/frame.hpp"

#include <cstddef>
#include <optional>

namespace troupe::codecs::http2 {

/// Is that a size which such a frame may have (RFC 9113 section 6)?
constexpr bool is_size_of(const frame_head& x) noexcept {
  auto least = std::size_t{0};
  switch (x.type) {
    case frame_type::headers:
      least += x.has(flag::has_priority) ? 5 : 0;
      [[fallthrough]];
    case frame_type::data:
    case frame_type::push_promise:
      least += x.has(flag::padded) ? 1 : 0;
      least += x.type == frame_type::push_promise ? 4 : 0;
      return x.length >= least;
    case frame_type::priority: return x.length == 5;
    case frame_type::rst_stream:
    case frame_type::window_update: return x.length == 4;
    case frame_type::settings:
      return x.has(flag::ack) ? x.length == 0 : x.length % 6 == 0;
    case frame_type::ping: return x.length == 8;
    case frame_type::goaway: return x.length >= 8;
    case frame_type::priority_update: return x.length >= 4;
    default: return true;
  }
}

/// Is it a stream's, or the connection's, as it has to be?
constexpr bool is_where_it_belongs(const frame_head& x) noexcept {
  switch (x.type) {
    case frame_type::settings:
    case frame_type::ping:
    case frame_type::goaway:
    case frame_type::priority_update: return x.stream == 0;
    case frame_type::data:
    case frame_type::headers:
    case frame_type::priority:
    case frame_type::rst_stream:
    case frame_type::push_promise:
    case frame_type::continuation: return x.stream != 0;
    default: return true;
  }
}

/// A connection error for which a frame's head is enough.
constexpr std::optional<errc> fault_of(const frame_head& x,
                                       std::size_t max_frame) noexcept {
  if (x.length > max_frame)
    return errc::frame_size_error; // section 4.2
  if (!is_where_it_belongs(x))
    return errc::protocol_error;
  if (!is_size_of(x))
    return errc::frame_size_error;
  return std::nullopt;
}

} // namespace troupe::codecs::http2
