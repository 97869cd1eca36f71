#pragma once

#include "actors/upstream/options.hpp"

#include "runtime/config/reader.hpp"

#include <vector>

namespace troupe::actors {

/// The value of an upstream's `discover`: a source, or a list of them.
std::vector<source_options> read_sources(const runtime::config::setting& x,
                                         runtime::config::findings& out);

} // namespace troupe::actors
