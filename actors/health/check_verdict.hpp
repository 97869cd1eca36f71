#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace troupe::actors {

enum class check_result : std::uint8_t {
  passed,
  failed,
  undecided, ///< we could not ask, and that says nothing about the backend
};

/// What one check of a backend found.
struct check_verdict {
  check_result result = check_result::failed;
  std::string why; ///< for the log: "status 503"

  friend bool operator==(const check_verdict&, const check_verdict&) = default;
};

inline check_verdict check_passed(std::string why) {
  return {check_result::passed, std::move(why)};
}
inline check_verdict check_failed(std::string why) {
  return {check_result::failed, std::move(why)};
}

} // namespace troupe::actors
