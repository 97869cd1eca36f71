#pragma once

#include "runtime/time/clock.hpp"

namespace troupe::runtime::time {

/// Stands still until somebody moves it.
class manual_clock final : public clock {
public:
  steady_point now() const noexcept override { return now_; }
  wall_point wall() const noexcept override { return wall_; }

  void advance(duration by) noexcept;

private:
  steady_point now_{std::chrono::hours{1}};
  // Sun, 06 Nov 1994 08:49:37 GMT
  wall_point wall_{std::chrono::seconds{784111777}};
};

} // namespace troupe::runtime::time
