#pragma once

#include "codecs/base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace troupe::runtime::config {

enum class duration_errc {
  not_a_duration,
  no_unit, ///< a bare number: of what?
  too_long,
};

/// "250ms", "5s", "1m30s", "1h": whole numbers, the larger unit first. Nothing
/// is longer than a year.
codecs::result<std::chrono::milliseconds, duration_errc>
parse_duration(std::string_view text);

/// The shortest spelling that parse_duration() reads.
std::string to_string(std::chrono::milliseconds x);

} // namespace troupe::runtime::config
