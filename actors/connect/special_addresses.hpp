#pragma once

#include "runtime/net/address.hpp"

namespace troupe::actors {

/// Loopback, private, link-local, multicast, documentation, and whatever else
/// is not the public Internet (the special-purpose registries of RFC 6890), or
/// may lead elsewhere (6to4, NAT64).
bool is_special(const runtime::net::address& x) noexcept;

} // namespace troupe::actors
