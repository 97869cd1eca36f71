#pragma once

#include <cstdint>
#include <string_view>

namespace troupe::codecs::proxy_protocol {

/// Why octets are no header. The same word in tests, logs and docs.
enum class errc : std::uint8_t {
  not_a_header = 1,    ///< neither signature: somebody speaks without one
  malformed_line,      ///< version 1: not what section 2.1 describes
  line_too_long,       ///< version 1: no end within 107 octets
  unsupported_version, ///< the second signature, and then not 2
  unsupported_command, ///< neither LOCAL nor PROXY
  malformed_address,   ///< an address that is none, or of no known family
  malformed_tlv,       ///< a value that ends behind the header
  too_long,            ///< decode_limits::octets
  wrong_checksum,      ///< PP2_TYPE_CRC32C says so
};

std::string_view to_string(errc code) noexcept;

} // namespace troupe::codecs::proxy_protocol
