#pragma once

#include <string>
#include <string_view>

namespace troupe::runtime::tls {

/// The twenty octets of SHA-1 (RFC 3174). Not for what has to be safe from
/// anybody: for protocols that ask for it, as WebSocket's handshake does.
std::string sha1(std::string_view text);

} // namespace troupe::runtime::tls
