#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::http2 {

/// How a client wishes its responses to be ordered (RFC 9218 section 4).
struct priority {
  std::uint8_t urgency = 3; ///< 0 goes first, 7 last
  bool incremental = false; ///< in turn with others of that urgency

  bool operator==(const priority&) const = default;
};

/// What a Priority field or a PRIORITY_UPDATE says. What is unknown, or wrong,
/// is passed over.
priority parse_priority(std::string_view x) noexcept;

} // namespace troupe::codecs::http2
