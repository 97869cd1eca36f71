#pragma once

#include "actors/balancer/options.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// `balance`, `sticky`, `slow_start` and `panic_threshold` of an upstream.
void bind_balance(runtime::config::section& upstream, balance_options& to);

} // namespace troupe::actors
