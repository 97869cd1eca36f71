#pragma once

#include "codecs/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::runtime::config {

enum class size_errc {
  not_a_size,
  ambiguous, ///< "64KB": 1000 to some, 1024 to others
  too_large,
};

/// Octets: "512", "64KiB", "1MiB", "2GiB"; k, m and g mean the same, in either
/// case.
codecs::result<std::uint64_t, size_errc> parse_size(std::string_view text);

/// The shortest spelling that parse_size() reads.
std::string to_size_string(std::uint64_t octets);

} // namespace troupe::runtime::config
