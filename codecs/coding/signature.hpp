#pragma once

#include "codecs/base/octets.hpp"
#include "codecs/coding/errc.hpp"

#include <algorithm>
#include <array>
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
    return std::min(Size - size_, input.size());
  }

  /// `fits(beginning)` says whether a member can begin so; what it is given has
  /// `Size` octets at most.
  template <class Fits>
  std::optional<errc> check(octets input, Fits&& fits) const {
    auto together = *this;
    together.consumed(input);
    if (fits(octets{together.seen_.data(), together.size_}))
      return std::nullopt;
    return again_ ? errc::trailing_garbage : errc::corrupt;
  }

  /// The library took these octets of a member.
  void consumed(octets taken) noexcept {
    auto n = size_in(taken);
    std::copy_n(taken.begin(), n, seen_.begin() + size_);
    size_ += n;
  }

  /// A member ended.
  void next() noexcept {
    size_ = 0;
    again_ = true;
  }

  /// Nothing of a member has been seen since the last one ended.
  bool awaited() const noexcept { return size_ == 0; }

private:
  std::array<std::byte, Size> seen_{};
  std::size_t size_ = 0;
  bool again_ = false; // it follows another member
};

} // namespace troupe::codecs::coding
