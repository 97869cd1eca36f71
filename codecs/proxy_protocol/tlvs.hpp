#pragma once

#include "codecs/proxy_protocol/header.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs::proxy_protocol {

/// Type, length in two octets, value; over and over. Nothing if the last one
/// is cut.
std::optional<std::vector<tlv>> parse_tlvs(std::string_view text);

/// The value is cut at 65,535 octets.
void write_tlv(std::string& out, tlv_type type, std::string_view value);

} // namespace troupe::codecs::proxy_protocol
