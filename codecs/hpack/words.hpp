#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace troupe::codecs::hpack {

// Short texts, which most fields are, as words of 8 octets: the last word
// overlaps the one before it.

template <class Word>
std::uint64_t load(const char* at) noexcept {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// All of a text of less than 8 octets.
inline std::uint64_t load_short(const char* at, std::size_t size) noexcept {
  if (size >= 4)
    return load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4) << 32;
  if (size == 0)
    return 0;
  return load<std::uint8_t>(at) | load<std::uint8_t>(at + size / 2) << 8
         | load<std::uint8_t>(at + size - 1) << 16;
}

inline bool same(std::string_view a, std::string_view b) noexcept {
  constexpr auto for_memcmp = std::size_t{64};
  auto size = a.size();
  if (size != b.size())
    return false;
  auto* x = a.data();
  auto* y = b.data();
  if (size < 8)
    return load_short(x, size) == load_short(y, size);
  if (size >= for_memcmp)
    return std::memcmp(x, y, size) == 0;
  for (auto* last = x + size - 8; x < last; x += 8, y += 8)
    if (load<std::uint64_t>(x) != load<std::uint64_t>(y))
      return false;
  return load<std::uint64_t>(a.data() + size - 8)
         == load<std::uint64_t>(b.data() + size - 8);
}

/// Of its size, too. Whoever wants collisions will find some.
inline std::uint32_t hash_of(std::string_view text,
                             std::uint64_t seed) noexcept {
  auto hash = seed + text.size();
  auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * 0x9fb21c651e98df25;
    hash ^= hash >> 32;
  };
  auto* at = text.data();
  if (text.size() < 8) {
    mix(load_short(at, text.size()));
  } else {
    auto* last = at + text.size() - 8;
    for (; at < last; at += 8)
      mix(load<std::uint64_t>(at));
    mix(load<std::uint64_t>(last));
  }
  return static_cast<std::uint32_t>(hash);
}

} // namespace troupe::codecs::hpack
