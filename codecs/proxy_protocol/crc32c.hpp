#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::codecs::proxy_protocol {

/// CRC-32C (Castagnoli; RFC 9260 appendix A), continued from `seed`: the
/// checksum of what came before.
constexpr std::uint32_t crc32c(std::string_view text,
                               std::uint32_t seed = 0) noexcept {
  constexpr auto table = [] {
    auto result = std::array<std::uint32_t, 256>{};
    for (std::uint32_t i = 0; i < result.size(); ++i) {
      auto x = i;
      for (auto bit = 0; bit < 8; ++bit)
        x = x >> 1 ^ ((x & 1) != 0 ? 0x82f63b78u : 0u);
      result[i] = x;
    }
    return result;
  }();
  auto x = ~seed;
  for (auto c : text)
    x = x >> 8 ^ table[(x ^ static_cast<std::uint8_t>(c)) & 0xff];
  return ~x;
}

} // namespace troupe::codecs::proxy_protocol
