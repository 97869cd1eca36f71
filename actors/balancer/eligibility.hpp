#pragma once

#include "actors/balancer/backend_condition.hpp"
#include "actors/balancer/candidates.hpp"
#include "actors/balancer/membership.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace troupe::actors {

struct eligibility_options {
  /// Percent: when fewer of a tier's enabled backends are usable, all of them
  /// are asked, since those that are left would not bear it. 0: never.
  std::uint32_t panic_threshold = 0;
  slow_start_options slow_start;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const eligibility_options& x);

/// Who may be chosen: made anew whenever membership or conditions change, which
/// is seldom, so that a pick has nothing to find out.
///
/// Primary backends are asked if one of them is usable, or if there is no
/// usable backup; otherwise the backups are. Within that tier the panic
/// threshold holds. A backend that is not enabled, or weighs nothing, is never
/// asked.
class eligibility {
public:
  eligibility() = default;
  /// A condition for each member, in the same order.
  eligibility(const membership& members,
              std::span<const backend_condition> conditions,
              const eligibility_options& options = {});

  /// Whom a request asks first.
  const candidates& first() const noexcept { return first_; }
  /// Whom it asks when it has asked all of these: the usable backups, or
  /// nobody.
  const candidates& reserve() const noexcept { return reserve_; }
  backend_tier tier() const noexcept { return tier_; } ///< of the first
  bool panicking() const noexcept { return panicking_; }

private:
  candidates first_;
  candidates reserve_;
  backend_tier tier_ = backend_tier::primary;
  bool panicking_ = false;
};

} // namespace troupe::actors
