#pragma once

#include "actors/balancer/backend.hpp"

#include "runtime/dns/options.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace troupe::actors {

enum class dns_kind : std::uint8_t {
  addresses, ///< A and AAAA: each address of the name is a backend
  services,  ///< SRV (RFC 2782): each address of each target is one
};

enum class ip_families : std::uint8_t { both, ipv4, ipv6 };

/// When a name is asked for again.
struct dns_timing {
  /// However short an answer holds, and however long.
  std::chrono::seconds min_ttl{1};
  std::chrono::seconds max_ttl{300};
};

/// Backends that have a name.
struct dns_options {
  std::string name; ///< "app.example"; "_http._tcp.app.example" for services
  dns_kind kind = dns_kind::addresses;
  /// What the backends are called. Empty: "name:port"; services are always
  /// called by target and port.
  std::string label;
  /// The backends'; services bring their own.
  std::uint16_t port = 80;
  ip_families families = ip_families::both;
  dns_timing timing;
  runtime::dns::resolver_options resolver;
  /// The backends'; services bring their own.
  std::uint32_t weight = 1;
  /// The backends'. Of primary services, those whose priority is not the best
  /// are backups.
  backend_tier tier = backend_tier::primary;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const dns_timing& x);
std::optional<std::string> problem_with(const dns_options& x);

} // namespace troupe::actors
