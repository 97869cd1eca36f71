#pragma once

#include "actors/supervisor/options.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// A value of `upstreams`. Names of backends are looked up.
upstream_options read_upstream(const runtime::config::setting& x,
                               runtime::config::findings& out);

} // namespace troupe::actors
