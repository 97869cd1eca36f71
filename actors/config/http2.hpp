#pragma once

#include "actors/session/options.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors {

/// What clients that speak HTTP/2 are told, and what is borne from them.
void read_http2(const runtime::config::setting& x, session_h2_options& to,
                runtime::config::findings& out);

/// Windows, frames and limits, which both sides of HTTP/2 have.
void bind_http2_protocol(runtime::config::section& in,
                         codecs::http2::options& to);

} // namespace troupe::actors
