#include "actors/health/health_ledger.hpp"

namespace troupe::actors {

std::optional<std::string> problem_with(const health_thresholds& x) {
  if (x.rise == 0 || x.fall == 0)
    return "it takes one check at least to rise, and one to fall";
  return std::nullopt;
}

std::optional<bool> health_ledger::note(bool passed) noexcept {
  auto first = !decided_;
  decided_ = true;
  if (passed == healthy_) {
    against_ = 0;
    return std::nullopt;
  }
  auto needed = passed ? thresholds_.rise : thresholds_.fall;
  if (++against_ < needed && !first)
    return std::nullopt;
  against_ = 0;
  healthy_ = passed;
  return healthy_;
}

void health_ledger::start_anew() noexcept {
  decided_ = false;
  against_ = 0;
}

} // namespace troupe::actors
