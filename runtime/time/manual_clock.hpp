#pragma once

#include "runtime/time/clock.hpp"

namespace troupe::runtime::time {

/// Stands still until somebody moves it.
class manual_clock final : public clock {
public:
  steady_point now() const noexcept override { return now_; }
  std::time_t wall() const noexcept override { return wall_; }

  void advance(duration by) noexcept;

private:
  steady_point now_{std::chrono::hours{1}};
  std::time_t wall_ = 784111777; // Sun, 06 Nov 1994 08:49:37 GMT
};

} // namespace troupe::runtime::time
