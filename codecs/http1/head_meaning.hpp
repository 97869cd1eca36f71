#pragma once

#include "codecs/http/method.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/limits.hpp"

#include <optional>

namespace troupe::codecs::http1 {

/// Fills in what a parsed head means: authority, framing, and the flags.
/// Returns the first rule that its fields break together.
///
/// Host: one line in HTTP/1.1, one at most in HTTP/1.0; empty, or host[:port].
///
/// Content-Length: one number below 2^63. Further lines must say the very same;
/// a list is refused, even of equal members.
///
/// Transfer-Encoding: one line that says "chunked" and no more. Several lines
/// or codings, parameters, nothing at all, or a coding that is registered but
/// tells no end (gzip, deflate, compress, identity) are bad_transfer_coding; a
/// single coding that nobody has registered is unknown_transfer_coding.
std::optional<errc> interpret(request_head& head, const limits& bounds);

/// The same for a response to `asked`. By RFC 9112 section 6.3, what Content-
/// Length and Transfer-Encoding say of a 2xx to CONNECT is ignored; of 1xx and
/// 204, Transfer-Encoding is (section 6.1 forbids it, and there is no body). In
/// all other heads both must be right, even if no body follows (HEAD, 304).
std::optional<errc> interpret(response_head& head, http::method asked);

} // namespace troupe::codecs::http1
