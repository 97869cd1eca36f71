#pragma once

#include "tests/codecs/http1/transcript.hpp"

#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

namespace troupe::fuzz {

inline std::string_view as_wire(const std::uint8_t* data,
                                std::size_t size) noexcept {
  return {reinterpret_cast<const char*>(data), size};
}

/// What must hold, or we have found something.
inline void demand(bool x) {
  if (!x)
    std::abort();
}

/// An input says by its first octet how the rest is cut.
inline test::cutting cut_by(std::uint8_t x) {
  return {{static_cast<std::size_t>(x >> 3) + 1,
           static_cast<std::size_t>(x & 7) + 1}};
}

inline test::cutting whole(std::string_view wire) {
  return {{wire.size() + 1}};
}

} // namespace troupe::fuzz
