#pragma once

#include "actors/static_files/options.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// The value of a route's `files`: a directory's name, or a map.
static_files_options read_static_files(const runtime::config::setting& x,
                                       runtime::config::findings& out);

} // namespace troupe::actors
