#pragma once

#include "actors/base/failure.hpp"

#include <system_error>

namespace troupe::actors {

/// What the operating system says of a connection that did not come about.
failure connect_failure(const std::error_code& error);

} // namespace troupe::actors
