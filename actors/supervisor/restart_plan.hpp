#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

namespace troupe::actors {

/// How many of a cast may fall within a time before it is not chance any more.
struct restart_budget {
  std::size_t restarts = 10;
  std::chrono::seconds within{60};
};

/// Says whether who has fallen is to be put up again.
class restart_plan {
public:
  using point = std::chrono::steady_clock::time_point;

  explicit restart_plan(restart_budget budget = {}) : budget_(budget) {}

  bool allows(point now) {
    while (!fallen_.empty() && now - fallen_.front() > budget_.within)
      fallen_.pop_front();
    if (fallen_.size() >= budget_.restarts)
      return false;
    fallen_.push_back(now);
    return true;
  }

private:
  restart_budget budget_;
  std::deque<point> fallen_;
};

} // namespace troupe::actors
