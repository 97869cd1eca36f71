#pragma once

#include "actors/exchange/retry_options.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// The value of an upstream's `retries`.
retry_options read_retries(const runtime::config::setting& x,
                           runtime::config::findings& out);

} // namespace troupe::actors
