#pragma once

#include "codecs/base/crc32.hpp"

namespace troupe::codecs::proxy_protocol {

/// CRC-32C (Castagnoli; RFC 9260 appendix A), continued from `seed`: the
/// checksum of what came before.
constexpr std::uint32_t crc32c(std::string_view text,
                               std::uint32_t seed = 0) noexcept {
  return reversed_crc32<0x82f63b78u>(text, seed);
}

} // namespace troupe::codecs::proxy_protocol
