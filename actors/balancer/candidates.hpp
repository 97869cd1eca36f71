#pragma once

#include "actors/balancer/backend_condition.hpp"
#include "actors/balancer/membership.hpp"
#include "actors/balancer/slow_start.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace troupe::actors {

/// Those backends of a membership among which may be chosen, with what they
/// weigh. Of one loop.
class candidates {
public:
  using position = membership::position;

  candidates() = default;
  /// For a membership of that size.
  explicit candidates(std::size_t members, slow_start_options ramp = {})
    : ramp_(ramp), place_(members, nowhere) {
    // nop
  }

  /// In the membership's order: `x` comes after those that are there, and its
  /// weight is not zero.
  void add(position x, std::uint32_t weight, const backend_condition& how);

  bool empty() const noexcept { return positions_.empty(); }
  std::size_t size() const noexcept { return positions_.size(); }
  /// Ascending.
  std::span<const position> positions() const noexcept { return positions_; }
  bool contains(position x) const noexcept { return place_[x] != nowhere; }
  /// Above zero; less than the backend's own while it starts slowly.
  double weight(position x, runtime::time::steady_point now) const noexcept;
  /// Without regard to slow start.
  double full_weight(position x) const noexcept;
  /// Somebody by full weight; `number` is random, from 0 to below 1. There is
  /// at least one.
  position by_weight(double number) const noexcept;

private:
  static constexpr auto nowhere = ~std::uint32_t{0};

  slow_start_options ramp_;
  std::vector<std::uint32_t> place_; // by position: in those below
  std::vector<position> positions_;
  std::vector<double> up_to_; // the sum of the weights, with one's own
  std::vector<runtime::time::steady_point> since_;
  runtime::time::steady_point ramped_at_ = runtime::time::steady_point::min();
};

} // namespace troupe::actors
