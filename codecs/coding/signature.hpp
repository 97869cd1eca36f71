#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/coding/errc.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace troupe::codecs::coding {

/// The first `Size` octets of each of a message's members (gzip) or frames
/// (zstd). They tell another member from garbage, wherever the network cut.
template <std::size_t Size>
class signature {
public:
  /// How many octets of the input belong to it.
  std::size_t size_in(octets input) const noexcept {
    return std::min(Size - at_, input.size());
  }

  /// `fits(i, octet)` says whether that can be its octet number i.
  template <class Fits>
  std::optional<errc> check(octets input, Fits&& fits) const {
    for (std::size_t i = 0; i < size_in(input); ++i)
      if (!fits(at_ + i, input[i]))
        return again_ ? errc::trailing_garbage : errc::corrupt;
    return std::nullopt;
  }

  /// The library took so many octets of a member.
  void consumed(std::size_t n) noexcept { at_ = std::min(Size, at_ + n); }

  /// A member ended.
  void next() noexcept {
    at_ = 0;
    again_ = true;
  }

  /// Nothing of a member has been seen since the last one ended.
  bool awaited() const noexcept { return at_ == 0; }

private:
  std::size_t at_ = 0;
  bool again_ = false; // it follows another member
};

} // namespace troupe::codecs::coding
