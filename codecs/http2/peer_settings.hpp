#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/http2/errc.hpp"
#include "codecs/http2/frame.hpp"
#include "codecs/http2/windows.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace troupe::codecs::http2 {

/// RFC 9113 section 6.5.2, RFC 8441 section 3, RFC 9218 section 2.1.
enum class setting : std::uint16_t {
  header_table_size = 0x1,
  enable_push = 0x2,
  max_concurrent_streams = 0x3,
  initial_window_size = 0x4,
  max_frame_size = 0x5,
  max_header_list_size = 0x6,
  enable_connect_protocol = 0x8,
  no_rfc7540_priorities = 0x9,
};

/// What the peer has told of itself, and what holds until it does.
class peer_settings {
public:
  explicit peer_settings(bool of_server) noexcept : of_server_(of_server) {}

  /// The payload of a SETTINGS frame, whole entries. What is unknown is passed
  /// over; a value that cannot be is an error of the connection.
  std::optional<errc> take(octets entries) noexcept {
    least_table = table;
    for (; entries.size() >= entry_size; entries = entries.subspan(entry_size))
      if (auto fault = take(static_cast<setting>(read_number(entries) >> 16),
                            read_number(entries.subspan(2))))
        return fault;
    has_told_ = true;
    return std::nullopt;
  }

  std::uint32_t table = 4096;
  std::uint32_t least_table = table; ///< in between, as told last
  std::uint32_t max_streams = std::numeric_limits<std::uint32_t>::max();
  std::int64_t window = usual_window;
  std::size_t max_frame = usual_max_frame;
  bool extended_connect = false;

private:
  static constexpr std::size_t entry_size = 6;

  std::optional<errc> take(setting id, std::uint32_t value) noexcept {
    constexpr auto fault = std::optional{errc::protocol_error};
    constexpr auto largest = std::uint32_t{0xffffff};
    switch (id) {
      case setting::header_table_size:
        table = value;
        least_table = std::min(least_table, table);
        break;
      case setting::enable_push:
        if (value > (of_server_ ? 0 : 1))
          return fault;
        break;
      case setting::max_concurrent_streams: max_streams = value; break;
      case setting::initial_window_size:
        if (value > max_window)
          return errc::flow_control_error;
        window = value;
        break;
      case setting::max_frame_size:
        if (value < usual_max_frame || value > largest)
          return fault;
        max_frame = value;
        break;
      case setting::enable_connect_protocol:
        if (value > 1 || (value == 0 && extended_connect))
          return fault;
        extended_connect = value == 1;
        break;
      case setting::no_rfc7540_priorities:
        if (value > 1 || (has_told_ && value != no_priorities_))
          return fault;
        no_priorities_ = value;
        break;
      default: break;
    }
    return std::nullopt;
  }

  bool of_server_;
  bool has_told_ = false;
  std::uint32_t no_priorities_ = 0;
};

} // namespace troupe::codecs::http2
