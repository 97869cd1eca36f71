#pragma once

#include "runtime/net/address.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// Where a CONNECT wants to go (RFC 9110 section 9.3.6).
struct connect_target {
  /// A name in lower case without the root's dot, or an address without its
  /// brackets.
  std::string host;
  std::uint16_t port = 0;
  /// If the host is one, and not a name: then it has the port, too.
  std::optional<runtime::net::address> address;
};

/// From the authority form: "example.com:443", "[2001:db8::1]:443". Nothing if
/// it is malformed, has no port, or has a host that nobody could look up.
std::optional<connect_target> parse_connect_target(std::string_view authority);

} // namespace troupe::actors
