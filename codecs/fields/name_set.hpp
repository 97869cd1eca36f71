#pragma once

#include "codecs/fields/name.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace troupe::codecs::fields {

/// A set of known names, a bit each. `other` is never in it.
class name_set {
public:
  constexpr name_set() = default;
  constexpr name_set(std::initializer_list<name> names) noexcept {
    for (auto x : names)
      add(x);
  }

  constexpr bool has(name x) const noexcept {
    return (words_[word(x)] & bit(x)) != 0;
  }
  constexpr bool empty() const noexcept {
    std::uint64_t all = 0;
    for (auto x : words_)
      all |= x;
    return all == 0;
  }
  constexpr void add(name x) noexcept { words_[word(x)] |= bit(x); }

  friend constexpr name_set operator|(name_set a, const name_set& b) noexcept {
    for (std::size_t i = 0; i < a.words_.size(); ++i)
      a.words_[i] |= b.words_[i];
    return a;
  }

private:
  static constexpr std::size_t word(name x) noexcept {
    return static_cast<std::size_t>(x) / 64;
  }
  static constexpr std::uint64_t bit(name x) noexcept {
    return x == name::other
             ? 0
             : std::uint64_t{1} << static_cast<std::size_t>(x) % 64;
  }

  std::array<std::uint64_t, static_cast<std::size_t>(name::last_) / 64 + 1>
    words_{};
};

} // namespace troupe::codecs::fields
