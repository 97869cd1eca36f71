#pragma once

#include "runtime/net/address.hpp"

#include <vector>

namespace troupe::runtime::net {

/// The addresses of one name in the order in which they are worth a try (RFC
/// 8305 section 4): IPv6 and IPv4 in turn, IPv6 first, so that a family which
/// leads nowhere costs one attempt and not all of them. Within a family they
/// stay as they are, and what is of neither comes last.
std::vector<address> in_turn(std::vector<address> all);

} // namespace troupe::runtime::net
