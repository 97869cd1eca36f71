#pragma once

#include <string_view>

namespace troupe::codecs::uri {

/// RFC 3986 section 3.2.2: four decimal octets without leading zeros.
bool is_ipv4_address(std::string_view x) noexcept;

/// The same section's IPv6address, without brackets or a zone.
bool is_ipv6_address(std::string_view x) noexcept;

} // namespace troupe::codecs::uri
