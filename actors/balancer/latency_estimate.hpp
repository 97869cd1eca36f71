#pragma once

#include "runtime/time/clock.hpp"

#include <chrono>

namespace troupe::actors {

/// What to expect of somebody's latency: an exponentially weighted moving
/// average that believes a peak at once, and forgets it slowly (Finagle's
/// "peak EWMA"). With a latency L, observed t after the one before, the
/// estimate E becomes
///
///     L                                         if L > E,
///     E * exp(-t / decay) + L * (1 - exp(-t / decay))    otherwise.
///
/// Between observations it fades as if nothing took any time.
class latency_estimate {
public:
  using seconds = std::chrono::duration<double>;

  void note(seconds latency, runtime::time::steady_point now, seconds decay);
  seconds at(runtime::time::steady_point now, seconds decay) const noexcept;
  /// Nothing was noted yet.
  bool unknown() const noexcept {
    return noted_at_ == runtime::time::steady_point::min();
  }

private:
  seconds value_{0};
  runtime::time::steady_point noted_at_ = runtime::time::steady_point::min();
};

} // namespace troupe::actors
