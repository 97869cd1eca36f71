#pragma once

#include "codecs/proxy_protocol/header.hpp"

#include <string>

namespace troupe::codecs::proxy_protocol {

/// Appends a line of version 1. It knows TCP over IP only; for all else, and
/// for a host that is no address, it says UNKNOWN.
void write_line(std::string& out, const header& x);

/// Appends a header of version 2, with a checksum if asked for; hosts that are
/// no addresses, and values that find no room, are left out.
void write_binary(std::string& out, const header& x, bool checksum = false);

} // namespace troupe::codecs::proxy_protocol
