#pragma once

#include "actors/supervisor/options.hpp"

#include "codecs/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// The backends behind "127.0.0.1:9000", "[::1]:9000", "unix:/run/app.sock",
/// "localhost:9000" or "http://app.example:9000": one for every address of a
/// name. Looks names up, and blocks: for the start of a process. The error is a
/// sentence for the operator.
codecs::result<std::vector<backend_options>, std::string>
find_backends(std::string_view text);

} // namespace troupe::actors
