#include "runtime/time/manual_clock.hpp"

namespace troupe::runtime::time {

void manual_clock::advance(duration by) noexcept {
  using std::chrono::seconds;
  const auto before = std::chrono::floor<seconds>(now_);
  now_ += by;
  // Whole seconds only, so that many small steps add up to a big one.
  wall_ += (std::chrono::floor<seconds>(now_) - before).count();
}

} // namespace troupe::runtime::time
