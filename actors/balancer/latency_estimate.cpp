#include "actors/balancer/latency_estimate.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::actors {

void latency_estimate::note(seconds latency, runtime::time::steady_point now,
                            seconds decay) {
  if (unknown() || latency > value_) {
    value_ = latency;
  } else {
    auto past = std::max(seconds{now - noted_at_}, seconds{0});
    auto kept = std::exp(-(past / decay));
    value_ = value_ * kept + latency * (1 - kept);
  }
  noted_at_ = unknown() ? now : std::max(now, noted_at_);
}

latency_estimate::seconds latency_estimate::at(runtime::time::steady_point now,
                                               seconds decay) const noexcept {
  if (unknown())
    return seconds{0};
  auto past = std::max(seconds{now - noted_at_}, seconds{0});
  return value_ * std::exp(-(past / decay));
}

} // namespace troupe::actors
