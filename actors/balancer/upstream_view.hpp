#pragma once

#include "actors/balancer/backend_condition.hpp"
#include "actors/balancer/balancing_plan.hpp"
#include "actors/balancer/session_tokens.hpp"
#include "actors/balancer/upstream_bounds.hpp"
#include "actors/health/outcome_tally.hpp"

#include <memory>
#include <vector>

namespace troupe::actors {

/// What all loops are told of an upstream's backends: who they are, how each
/// fares, and what is worked out of it. Never changes; what comes after it is
/// another one.
struct upstream_view {
  balancing_plan plan{.members = std::make_shared<membership>()};
  std::vector<backend_condition> conditions; ///< in the membership's order
  /// Null without sticky sessions.
  std::shared_ptr<const session_tokens> tokens;
  /// Where outcomes are noted, in the membership's order. Empty: nowhere.
  std::vector<std::shared_ptr<outcome_tally>> tallies;
  upstream_bounds bounds;
};

using upstream_view_ptr = std::shared_ptr<const upstream_view>;

} // namespace troupe::actors
