#pragma once

#include "actors/pipeline/pipeline.hpp"
#include "actors/pipeline/stage_registry.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// A list of stages: each a name, or a map of one name to the stage's options.
pipeline read_stages(const runtime::config::setting& x,
                     const stage_registry& known,
                     runtime::config::findings& out);

} // namespace troupe::actors
