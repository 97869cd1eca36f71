#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::http {

using status = std::uint16_t;

/// The phrase of RFC 9110 section 15, or of the registry; empty if unknown.
std::string_view reason_phrase(status code) noexcept;

constexpr bool is_interim(status code) noexcept {
  return code >= 100 && code < 200 && code != 101;
}

} // namespace troupe::codecs::http
