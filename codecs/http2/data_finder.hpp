#pragma once

#include "codecs/base/octets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace troupe::codecs::http2 {

/// Follows the frames of a connection (RFC 9113 section 4.1) as far as to find
/// the heads of DATA: nghttp2 passes over those of streams that it has closed,
/// and tells nobody.
class data_finder {
public:
  /// Octets before the first frame: of a client's preface.
  explicit data_finder(std::size_t before) noexcept : rest_(before) {}

  /// How many octets of `input` there are until the next head of DATA is
  /// complete; all, if there is none. To be called with the rest, then.
  std::size_t next(octets input) noexcept {
    found_ = false;
    auto at = std::size_t{0};
    while (at < input.size()) {
      auto step = std::min(rest_, input.size() - at);
      rest_ -= step;
      at += step;
      while (rest_ == 0 && filled_ < head_.size() && at < input.size())
        head_[filled_++] = std::to_integer<std::uint8_t>(input[at++]);
      if (filled_ == head_.size()) {
        filled_ = 0;
        rest_ = number(0, 3);
        found_ = head_[3] == 0;
        if (found_)
          break;
      }
    }
    return at;
  }

  /// Has next() come to one? Then it is of that stream.
  bool found() const noexcept { return found_; }
  std::int32_t stream() const noexcept {
    return static_cast<std::int32_t>(number(5, 4) & 0x7fffffff);
  }

private:
  std::uint32_t number(std::size_t at, std::size_t size) const noexcept {
    auto result = std::uint32_t{0};
    for (std::size_t i = at; i < at + size; ++i)
      result = result << 8 | head_[i];
    return result;
  }

  std::size_t rest_;
  std::array<std::uint8_t, 9> head_{};
  std::size_t filled_ = 0;
  bool found_ = false;
};

} // namespace troupe::codecs::http2
