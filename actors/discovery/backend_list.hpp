#pragma once

#include "actors/balancer/backend_register.hpp"

#include "codecs/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// Of one list. Beyond that a table of weights takes long to make.
inline constexpr std::size_t max_listed_backends = 10'000;

/// Reads a list of backends in YAML, and so in JSON, too:
///
///     - 10.0.0.1:80
///     - {address: "[2001:db8::1]:80", name: app.example, weight: 3}
///     - {address: unix:/run/app.sock, backup: true}
///
/// or a map whose only key, `backends`, has such a list. Names are not looked
/// up. The error is a sentence that begins with `file`, line and column; of a
/// list with mistakes nothing is taken, for half of it may not have been
/// written yet.
codecs::result<std::vector<backend_register::entry>, std::string>
parse_backend_list(std::string_view text, const std::string& file);

} // namespace troupe::actors
