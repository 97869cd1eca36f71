#pragma once

#include <chrono>

namespace troupe::runtime::time {

using steady_point = std::chrono::steady_clock::time_point;
using wall_point = std::chrono::system_clock::time_point;
using duration = std::chrono::steady_clock::duration;

/// What a loop asks for the time, once a turn. Tests hand in one that they
/// hold (manual_clock).
class clock {
public:
  virtual steady_point now() const noexcept = 0;
  /// For Date fields and logs; may jump.
  virtual wall_point wall() const noexcept = 0;

protected:
  ~clock() = default;
};

/// The machine's own.
const clock& system_clock() noexcept;

} // namespace troupe::runtime::time
