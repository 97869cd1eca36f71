#pragma once

#include "actors/supervisor/options.hpp"

#include "runtime/config/reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// A value of `upstreams`. Names of backends are looked up.
upstream_options read_upstream(const runtime::config::setting& x,
                               runtime::config::findings& out);

/// What Host says: `keep`, `backend` or a name. Returns what is wrong with it.
std::optional<std::string> set_host(upstream_options& to,
                                    std::string_view said);

} // namespace troupe::actors
