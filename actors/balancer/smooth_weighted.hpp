#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/per_backend.hpp"

#include <cstddef>
#include <span>

namespace troupe::actors {

/// Turns by weight, spread evenly: with the weights 5, 1, 1 the order is
/// a a b a c a a, as in nginx. Each pick adds a candidate's weight to what it
/// is owed; who is owed most is chosen, the first among equals, and pays the
/// sum of all weights.
class smooth_weighted final : public balancing_policy {
public:
  /// Skips as many turns at first, lest all loops begin with one backend.
  explicit smooth_weighted(std::size_t start = 0) noexcept : skip_(start) {
    // nop
  }

  void adopt(const balancing_plan& plan) override;
  std::optional<membership::position> choose(const pick_question& x) override;

  /// Likewise, among some only. All of them are of the membership.
  std::optional<membership::position>
  choose_among(const pick_question& x,
               std::span<const membership::position> some);

private:
  per_backend<double> owed_;
  std::size_t skip_;
};

} // namespace troupe::actors
