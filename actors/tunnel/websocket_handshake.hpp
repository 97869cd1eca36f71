#pragma once

#include "codecs/http/trace_context.hpp"
#include "codecs/http1/head.hpp"

#include <string>
#include <string_view>

namespace troupe::actors {

/// What an origin has to answer to Sec-WebSocket-Key (RFC 6455 section 4.2.2).
std::string websocket_accept(std::string_view key);

/// Has a request that asks for a WebSocket by extended CONNECT (RFC 8441
/// section 5) ask for it as HTTP/1.1 does (RFC 6455 section 4.1); returns its
/// key.
std::string ask_by_upgrade(codecs::http1::request_head& head,
                           codecs::http::random_source& random);

} // namespace troupe::actors
