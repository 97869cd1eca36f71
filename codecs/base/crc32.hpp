#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::codecs {

/// A CRC of 32 bits, least significant bit first, continued from `seed`: the
/// checksum of what came before. The polynomial is written in reverse.
template <std::uint32_t Polynomial>
constexpr std::uint32_t reversed_crc32(std::string_view text,
                                       std::uint32_t seed = 0) noexcept {
  constexpr auto table = [] {
    auto result = std::array<std::uint32_t, 256>{};
    for (std::uint32_t i = 0; i < result.size(); ++i) {
      auto x = i;
      for (auto bit = 0; bit < 8; ++bit)
        x = x >> 1 ^ ((x & 1) != 0 ? Polynomial : 0u);
      result[i] = x;
    }
    return result;
  }();
  auto x = ~seed;
  for (auto c : text)
    x = x >> 8 ^ table[(x ^ static_cast<std::uint8_t>(c)) & 0xff];
  return ~x;
}

/// CRC-32 (ISO/IEC 8802-3), the one of Ethernet, gzip and zlib.
constexpr std::uint32_t crc32(std::string_view text,
                              std::uint32_t seed = 0) noexcept {
  return reversed_crc32<0xedb88320u>(text, seed);
}

} // namespace troupe::codecs
