#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace troupe::codecs {

/// What came from a wire or goes to one. Borrowed, always.
using octets = std::span<const std::byte>;

inline std::string_view as_text(octets x) noexcept {
  return {reinterpret_cast<const char*>(x.data()), x.size()};
}

inline octets as_octets(std::string_view x) noexcept {
  return std::as_bytes(std::span{x.data(), x.size()});
}

} // namespace troupe::codecs
