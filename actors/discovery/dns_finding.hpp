#pragma once

#include "actors/balancer/backend_register.hpp"
#include "actors/discovery/dns_options.hpp"

#include "runtime/dns/answer.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace troupe::actors {

/// Backends of one name; further ones are left out, always the same.
inline constexpr std::size_t max_found_backends = 1000;

/// The backends that answers of name servers amount to.
struct dns_finding {
  std::vector<backend_register::entry> all;
  /// Seconds for which all of it holds.
  std::uint32_t ttl = std::numeric_limits<std::uint32_t>::max();

  /// Another answer: backends like `like`, one at each address.
  void add(const backend_register::entry& like,
           const std::vector<runtime::dns::found_address>& where);
  /// In an order of their own, none twice, and not too many: two findings are
  /// equal if their backends are.
  void settle();
};

} // namespace troupe::actors
