#pragma once

#include "actors/access_log/options.hpp"

#include "runtime/config/reader.hpp"

#include <vector>

namespace troupe::actors {

/// The value of `access_log`: a log, or a list of them.
std::vector<access_log_options>
read_access_logs(const runtime::config::setting& x,
                 runtime::config::findings& out);

} // namespace troupe::actors
