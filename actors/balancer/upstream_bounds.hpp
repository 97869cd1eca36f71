#pragma once

#include "actors/health/circuit_breaker.hpp"
#include "actors/health/retry_budget.hpp"

#include <memory>

namespace troupe::actors {

/// What bounds an upstream over all loops. Null: nothing does. There is no
/// budget without a circuit, which counts the requests under way.
struct upstream_bounds {
  std::shared_ptr<circuit_breaker> circuit;
  std::shared_ptr<retry_budget> retries;
};

} // namespace troupe::actors
