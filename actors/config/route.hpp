#pragma once

#include "actors/pipeline/stage_registry.hpp"
#include "actors/supervisor/options.hpp"

#include "runtime/config/reader.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// The value of `routes`; `upstreams` are the names that a route may give. If
/// there are none, that was told already, and no route is to blame.
std::vector<route_options>
read_routes(const runtime::config::setting& x,
            std::span<const std::string_view> upstreams,
            const stage_registry& stages, runtime::config::findings& out);

} // namespace troupe::actors
