#pragma once

#include "runtime/config/reader.hpp"

#include "codecs/http1/limits.hpp"

namespace troupe::actors {

/// What a client may make us keep: request_line, field_line, field_count, head,
/// chunk_line, trailers, trailer_count and body.
void bind_request_limits(runtime::config::section& in,
                         codecs::http1::limits& to);

/// The same for an origin: status_line instead of request_line, and no body.
void bind_response_limits(runtime::config::section& in,
                          codecs::http1::limits& to);

} // namespace troupe::actors
