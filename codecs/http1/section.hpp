#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/base/result.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace troupe::codecs::http1 {

// A head, and a trailer section, is a run of lines that ends with an empty one.
// It is read by a pure function of the octets that have arrived. What such a
// function says of some octets, it must say of them and whatever may follow,
// unless it says "not yet": then it does not matter where the network cuts.

/// How much a section may hold.
struct section_bounds {
  std::size_t first_line; ///< octets of the first line, without CRLF
  std::size_t line;       ///< of any other
  std::size_t count;      ///< field lines
  std::size_t total;      ///< octets, the empty line included
};

constexpr section_bounds head_bounds(const limits& x) noexcept {
  return {x.start_line, x.field_line, x.field_count, x.head};
}

constexpr section_bounds trailer_bounds(const limits& x) noexcept {
  return {x.field_line, x.field_line, x.trailer_count, x.trailers};
}

/// The octets that a line may have, its CRLF not counted, and what to call it
/// if there are more.
struct line_room {
  std::size_t octets;
  errc excess;
};

/// Nothing if not even an empty line has room so far into the section.
constexpr std::optional<line_room> room_at(const section_bounds& bounds,
                                           std::size_t offset) noexcept {
  if (bounds.total < 2 || offset > bounds.total - 2)
    return std::nullopt;
  auto own = offset == 0 ? bounds.first_line : bounds.line;
  auto left = bounds.total - 2 - offset;
  if (left < own)
    return line_room{left, errc::head_too_large};
  return line_room{own, offset == 0 ? errc::start_line_too_long
                                    : errc::field_line_too_long};
}

/// A line without its CRLF. Nothing if it is not complete. Refuses a line that
/// has no room, and then one with a CR or LF that is not part of a CRLF.
result<std::optional<std::string_view>, errc>
take_line(std::string_view input, const line_room& room) noexcept;

/// How far a section was read.
struct section_extent {
  std::size_t size = 0;      ///< octets of the section; 0 if it has not ended
  std::size_t open_line = 0; ///< where the line begins that is not complete
};

/// Remembers between two calls what need not be looked at again. Without it the
/// outcome would be the same, and the cost quadratic for a peer that sends
/// octet by octet.
class section_progress {
public:
  /// Could the section's reader say more of `input` than it has said before?
  bool is_worth_reading(std::string_view input,
                        const section_bounds& bounds) const noexcept;

  /// The reader saw so many octets, and it is not the end.
  void note(std::size_t seen, std::size_t open_line) noexcept {
    seen_ = clamp(seen);
    open_line_ = clamp(open_line);
  }

  bool begun() const noexcept { return seen_ != 0; }

private:
  static std::uint32_t clamp(std::size_t x) noexcept {
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    return x < most ? static_cast<std::uint32_t>(x) : most;
  }

  std::uint32_t seen_ = 0;
  std::uint32_t open_line_ = 0;
};

} // namespace troupe::codecs::http1
