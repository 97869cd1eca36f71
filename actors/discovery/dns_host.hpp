#pragma once

#include "actors/balancer/backend.hpp"
#include "actors/discovery/dns_options.hpp"

#include "runtime/dns/answer.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace troupe::actors {

/// A host each of whose addresses is a backend.
struct dns_host {
  std::string name;
  std::string label; ///< what its backends are called, if not "name:port"
  std::uint16_t port = 0;
  std::uint32_t weight = 1;
  backend_tier tier = backend_tier::primary;
  /// Seconds for which it is one.
  std::uint32_t ttl = std::numeric_limits<std::uint32_t>::max();

  friend bool operator==(const dns_host&, const dns_host&) = default;
};

/// The one that the options name.
dns_host host_of(const dns_options& options);

/// The targets of the services that were found, at least one. A weight of 0,
/// "if at all" to RFC 2782, is 1 to us.
std::vector<dns_host>
hosts_of(const dns_options& options,
         const std::vector<runtime::dns::service_record>& services);

} // namespace troupe::actors
