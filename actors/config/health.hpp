#pragma once

#include "actors/health/circuit_breaker.hpp"
#include "actors/health/options.hpp"
#include "actors/health/outlier_options.hpp"
#include "actors/health/retry_budget.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// The value of an upstream's `health`: tcp, http, or a map.
check_options read_check(const runtime::config::setting& x,
                         runtime::config::findings& out);

/// The value of its `outliers`.
outlier_options read_outliers(const runtime::config::setting& x,
                              runtime::config::findings& out);

/// The value of the `budget` of its `retries`: a share, or a map.
retry_budget_options read_retry_budget(const runtime::config::setting& x,
                                       runtime::config::findings& out);

/// The value of its `circuit`.
breaker_options read_circuit(const runtime::config::setting& x,
                             runtime::config::findings& out);

} // namespace troupe::actors
