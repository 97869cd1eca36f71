#pragma once

#include "actors/balancer/backend.hpp"
#include "actors/balancer/backend_register.hpp"
#include "actors/balancer/options.hpp"
#include "actors/discovery/dns_options.hpp"
#include "actors/discovery/file_options.hpp"
#include "actors/exchange/options.hpp"
#include "actors/health/circuit_breaker.hpp"
#include "actors/health/options.hpp"
#include "actors/health/outlier_options.hpp"
#include "actors/health/retry_budget.hpp"
#include "actors/pool/options.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/net/address.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace troupe::actors {

struct backend_options {
  /// As it was written; what Host shows with host: backend. Empty: the address.
  std::string name;
  runtime::net::address address;
  std::uint32_t weight = 1; ///< relative to the others; 0: takes nothing new
  backend_tier tier = backend_tier::primary;
};

/// Who finds further backends.
using source_options = std::variant<dns_options, file_source_options>;

/// Where requests go: a set of backends that do the same.
struct upstream_options {
  std::vector<backend_options> backends;
  std::vector<source_options> sources;
  balance_options balance;
  pool_options pool;
  exchange_options exchange;
  /// Connections to backends are encrypted; those of health checks, too.
  std::optional<upstream_tls_options> tls;

  // What is not there does not happen.
  std::optional<check_options> health;
  std::optional<outlier_options> outliers;
  std::optional<breaker_options> circuit;
  std::optional<retry_budget_options> retry_budget;
};

/// All that is wrong with the options, a sentence each.
std::vector<std::string> problems_with(const upstream_options& x);

/// As a register knows them.
std::vector<backend_register::entry>
entries_of(const std::vector<backend_options>& backends);

} // namespace troupe::actors
