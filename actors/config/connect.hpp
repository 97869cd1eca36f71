#pragma once

#include "actors/connect/options.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// The value of a route's `connect`.
connect_options read_connect(const runtime::config::setting& x,
                             runtime::config::findings& out);

} // namespace troupe::actors
