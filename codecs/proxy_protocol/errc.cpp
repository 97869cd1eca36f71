#include "codecs/proxy_protocol/errc.hpp"

namespace troupe::codecs::proxy_protocol {

std::string_view to_string(errc code) noexcept {
  switch (code) {
    using enum errc;
    case not_a_header: return "not_a_header";
    case malformed_line: return "malformed_line";
    case line_too_long: return "line_too_long";
    case unsupported_version: return "unsupported_version";
    case unsupported_command: return "unsupported_command";
    case malformed_address: return "malformed_address";
    case malformed_tlv: return "malformed_tlv";
    case too_long: return "too_long";
    case wrong_checksum: return "wrong_checksum";
  }
  return "none";
}

} // namespace troupe::codecs::proxy_protocol
