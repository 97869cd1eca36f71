#pragma once

#include "runtime/time/clock.hpp"

#include <cstdint>
#include <optional>

namespace troupe::actors {

/// What the operator wants of a backend.
enum class backend_mode : std::uint8_t {
  enabled,
  draining, ///< finishes, and takes nothing new but from sticky sessions
  disabled, ///< takes nothing at all
};

/// How a backend fares, as a loop was told last.
struct backend_condition {
  backend_mode mode = backend_mode::enabled;
  bool healthy = true;  ///< say the checks; without checks always
  bool ejected = false; ///< for what became of its requests
  /// When it came, or came back: slow start counts from then.
  std::optional<runtime::time::steady_point> since = std::nullopt;

  friend bool operator==(const backend_condition&, const backend_condition&)
    = default;
};

/// May it be asked?
constexpr bool usable(const backend_condition& x) noexcept {
  return x.mode == backend_mode::enabled && x.healthy && !x.ejected;
}

/// May it be asked for a client whose session is there?
constexpr bool usable_for_session(const backend_condition& x) noexcept {
  return x.mode != backend_mode::disabled && x.healthy && !x.ejected;
}

} // namespace troupe::actors
