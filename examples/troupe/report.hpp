#pragma once

#include <string_view>

namespace troupe::program {

/// What the shell is told.
namespace status {
constexpr int fine = 0;
constexpr int failed = 1;  ///< it could not start, or not go on
constexpr int mistake = 2; ///< in the command line or the configuration
} // namespace status

/// "troupe: ..." on standard error.
void complain(std::string_view sentence);

} // namespace troupe::program
