#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::http {

enum class version : std::uint8_t { http_1_0, http_1_1, http_2 };

/// As Via has it (RFC 9110 section 7.6.3).
constexpr std::string_view via_name(version x) noexcept {
  switch (x) {
    case version::http_1_0: return "1.0";
    case version::http_1_1: return "1.1";
    case version::http_2: return "2";
  }
  return {};
}

} // namespace troupe::codecs::http
