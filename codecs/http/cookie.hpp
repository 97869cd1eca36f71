#pragma once

#include "codecs/fields/map.hpp"

#include <optional>
#include <string_view>

namespace troupe::codecs::http {

/// The value of the first cookie of that name in a request's Cookie fields,
/// without the quotes around it, if any (RFC 6265 section 4.2.1). Borrowed.
std::optional<std::string_view> find_cookie(const fields::map& request,
                                            std::string_view name);

} // namespace troupe::codecs::http
