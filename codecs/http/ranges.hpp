#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs::http {

/// Octets of a representation, first and last included.
struct byte_range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  std::uint64_t size() const noexcept { return last - first + 1; }
  friend bool operator==(const byte_range&, const byte_range&) = default;
};

/// What a Range field asks for.
struct range_request {
  enum class kind : std::uint8_t {
    ignored,       ///< no ranges of octets, or too many: send the whole, 200
    unsatisfiable, ///< 416
    satisfiable,   ///< 206 with `ranges`, of which there is one at least
  };

  kind what = kind::ignored;
  /// Within the representation, in the order of the request; those that overlap
  /// or touch have become one (RFC 9110 section 15.3.7.2).
  std::vector<byte_range> ranges;
};

/// Ranges in one request; one with more is served whole, which costs less than
/// its parts (RFC 9110 section 17.15). Precedent: Apache 200; players and
/// readers of documents ask for a few.
inline constexpr std::size_t default_max_ranges = 16;

/// Reads the value of Range for a representation of `length` octets (RFC 9110
/// section 14.1.2). Never fails: what is malformed is ignored.
range_request parse_ranges(std::string_view value, std::uint64_t length,
                           std::size_t max_ranges = default_max_ranges);

/// The value of Content-Range in a 206, and for each part of a
/// multipart/byteranges (RFC 9110 section 14.4).
std::string content_range(const byte_range& x, std::uint64_t length);

/// The same in a 416.
std::string unsatisfied_range(std::uint64_t length);

} // namespace troupe::codecs::http
