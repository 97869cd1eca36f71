#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// 1 to 65535, in digits.
std::optional<std::uint16_t> parse_port(std::string_view text);

/// A name in lower case, without the root's dot. Nothing if it is none that
/// could be looked up: letters, digits, hyphens, underscores, and dots between
/// labels (RFC 1035 section 2.3.1, and what is found in practice).
std::optional<std::string> normal_name(std::string_view text);

} // namespace troupe::actors
