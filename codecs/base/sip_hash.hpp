#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs {

/// 128 bits that whoever sends the texts does not know.
struct sip_key {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

/// SipHash-2-4 (Aumasson and Bernstein, 2012): for tables whose keys come from
/// a wire. Without the key nobody finds texts that collide.
std::uint64_t sip_hash(const sip_key& key, std::string_view text) noexcept;

} // namespace troupe::codecs
