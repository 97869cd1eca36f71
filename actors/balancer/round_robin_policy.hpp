#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/round_robin.hpp"

namespace troupe::actors {

/// One candidate after the other, whatever they weigh.
class round_robin_policy final : public balancing_policy {
public:
  /// Loops that start at different numbers start with different backends.
  explicit round_robin_policy(std::size_t start = 0) noexcept : turn_(start) {
    // nop
  }

  void adopt(const balancing_plan& plan) override;
  std::optional<membership::position> choose(const pick_question& x) override;

private:
  round_robin turn_;
};

} // namespace troupe::actors
