#pragma once

#include "codecs/proxy_protocol/header.hpp"

#include <cstddef>
#include <string_view>

namespace troupe::codecs::proxy_protocol {

inline constexpr std::string_view signature_1 = "PROXY ";
inline constexpr auto signature_2
  = std::string_view{"\r\n\r\n\0\r\nQUIT\n", 12};

/// Of version 1, with its CRLF (section 2.1).
inline constexpr std::size_t longest_line = 107;
/// Of sockaddr_un.
inline constexpr std::size_t longest_path = 108;

/// What the addresses of a family take in version 2.
constexpr std::size_t address_octets(family x) noexcept {
  switch (x) {
    case family::none: return 0;
    case family::ipv4: return 12;
    case family::ipv6: return 36;
    case family::unix_path: return 2 * longest_path;
  }
  return 0;
}

} // namespace troupe::codecs::proxy_protocol
