#pragma once

#include "actors/pool/options.hpp"
#include "actors/session/options.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// The versions that a listener or an upstream names.
http_versions read_protocols(const runtime::config::setting& x,
                             runtime::config::findings& out);

/// What clients that speak HTTP/2 are told, and what is borne from them.
void read_http2(const runtime::config::setting& x, session_h2_options& to,
                runtime::config::findings& out);

/// The same for the backends of an upstream.
void read_upstream_http2(const runtime::config::setting& x,
                         upstream_h2_options& to,
                         runtime::config::findings& out);

} // namespace troupe::actors
