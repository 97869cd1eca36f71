#pragma once

#include <string_view>

namespace troupe::runtime::dns {

/// Whether a name server can be asked for it: labels of 1 to 63 octets, 253 in
/// all (RFC 1035 section 2.3.4); a last dot is the root's. Not with a
/// backslash, which would be an escape.
bool may_be_name(std::string_view text);

} // namespace troupe::runtime::dns
