#pragma once

#include "codecs/base/result.hpp"
#include "codecs/fields/map.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/limits.hpp"
#include "codecs/http1/section.hpp"

#include <string_view>

namespace troupe::codecs::http1 {

// Pure functions of `input`, which begins with the section. They read what is
// there, not what it means: see head_meaning.hpp. Until the section has ended,
// what they have put in their last argument is worth nothing.

result<section_extent, errc> parse_request_head(std::string_view input,
                                                const limits& bounds,
                                                request_head& head);

result<section_extent, errc> parse_response_head(std::string_view input,
                                                 const limits& bounds,
                                                 response_head& head);

/// Every fault is bad_trailer, every excess trailers_too_large.
result<section_extent, errc> parse_trailers(std::string_view input,
                                            const limits& bounds,
                                            fields::map& trailers);

} // namespace troupe::codecs::http1
