#pragma once

#include "actors/base/failure.hpp"
#include "actors/http_service/messages.hpp"

#include "codecs/http1/head.hpp"

namespace troupe::actors {

/// An application that puts what it was sent into a field must not let others
/// write fields, or whole responses, of their own.
bool may_be_sent(const field_lines& fields) noexcept;

/// Makes a head of a response that is all there, with Content-Length, and
/// answers how its body is framed. `to` has no views of `from`.
codecs::http::framing compose_head(const http_response& from,
                                   codecs::http1::response_head& to);

/// What a client gets when there is nothing else for it: a line of text, and
/// Proxy-Status (RFC 9209).
http_response error_page(const failure& why, codecs::http::status status);

} // namespace troupe::actors
