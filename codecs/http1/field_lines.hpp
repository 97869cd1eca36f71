#pragma once

#include "codecs/base/result.hpp"
#include "codecs/fields/map.hpp"
#include "codecs/http1/errc.hpp"
#include "codecs/http1/section.hpp"

#include <cstddef>
#include <string_view>

namespace troupe::codecs::http1 {

/// Reads the field lines of a section (RFC 9112 section 5) from `offset` on, up
/// to and including the empty line. Appends to `fields` what is complete, in
/// views of `section`. A pure function of its arguments.
result<section_extent, errc> parse_field_lines(std::string_view section,
                                               std::size_t offset,
                                               const section_bounds& bounds,
                                               fields::map& fields);

} // namespace troupe::codecs::http1
