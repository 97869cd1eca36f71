#pragma once

#include "codecs/http1/head.hpp"

#include <string_view>

namespace troupe::actors {

/// What stages did to the head must not make its framing a lie. A body that
/// they rewrite has a length that nobody knows yet.
void mend_framing(codecs::http1::request_head& head, bool rewritten);

/// The Host that stages have put into a head, if it is another than the request
/// came for, and one that may be sent; or nothing. Borrowed from the head.
std::string_view renamed_host(const codecs::http1::request_head& head) noexcept;

/// A head for one attempt to change: its views are those of `from`.
void copy_views(const codecs::http1::request_head& from,
                codecs::http1::request_head& to);

} // namespace troupe::actors
