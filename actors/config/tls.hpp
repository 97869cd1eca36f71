#pragma once

#include "actors/tls/options.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/config/reader.hpp"

#include <optional>

namespace troupe::actors {

// Both look into the files, so that a certificate that will not do is found
// where it is named.

/// `upstreams.NAME.tls`, a map, or on.
std::optional<upstream_tls_options>
read_upstream_tls(const runtime::config::setting& x,
                  runtime::config::findings& out);

/// `listeners[].tls`.
tls_options read_tls(const runtime::config::setting& x,
                     runtime::config::findings& out);

} // namespace troupe::actors
