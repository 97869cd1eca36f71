#pragma once

#include "actors/base/failure.hpp"

#include "runtime/tls/errc.hpp"

#include <system_error>

namespace troupe::actors {

/// What the operating system says of a connection that did not come about.
failure connect_failure(const std::error_code& error);

/// What TLS says of one that stands; `because` begins with its word.
failure handshake_failure(const runtime::tls::problem& problem);

} // namespace troupe::actors
