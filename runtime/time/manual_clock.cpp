#include "runtime/time/manual_clock.hpp"

namespace troupe::runtime::time {

void manual_clock::advance(duration by) noexcept {
  now_ += by;
  wall_ += std::chrono::duration_cast<wall_point::duration>(by);
}

} // namespace troupe::runtime::time
