#pragma once

#include <chrono>
#include <ctime>

namespace troupe::runtime::time {

using steady_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

/// What a loop asks for the time, once a turn. Tests hand in one that they
/// hold (manual_clock).
class clock {
public:
  virtual steady_point now() const noexcept = 0;
  /// Seconds since 1970, for Date fields and logs.
  virtual std::time_t wall() const noexcept = 0;

protected:
  ~clock() = default;
};

/// The machine's own.
const clock& system_clock() noexcept;

} // namespace troupe::runtime::time
