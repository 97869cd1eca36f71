#pragma once

#include "actors/balancer/balancing_policy.hpp"

namespace troupe::actors {

/// Whoever it happens to be, each as likely as any other.
class random_choice final : public balancing_policy {
public:
  void adopt(const balancing_plan&) override {}
  std::optional<membership::position> choose(const pick_question& x) override;
};

/// Whoever it happens to be, by weight.
class weighted_random final : public balancing_policy {
public:
  void adopt(const balancing_plan&) override {}
  std::optional<membership::position> choose(const pick_question& x) override;
};

} // namespace troupe::actors
