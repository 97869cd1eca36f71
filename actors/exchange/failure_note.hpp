#pragma once

#include "actors/base/failure.hpp"

#include <string_view>

namespace troupe::actors {

/// A line in the log: a warning, unless the client is to blame.
void note_failure(const failure& why, std::string_view client);

} // namespace troupe::actors
