#pragma once

#include "actors/exchange/retry_options.hpp"
#include "actors/health/retry_budget.hpp"

#include "runtime/config/reader.hpp"

#include <optional>

namespace troupe::actors {

/// The value of an upstream's `retries`; `budget` if there is one.
retry_options read_retries(const runtime::config::setting& x,
                           std::optional<retry_budget_options>& budget,
                           runtime::config::findings& out);

} // namespace troupe::actors
