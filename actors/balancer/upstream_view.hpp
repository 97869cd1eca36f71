#pragma once

#include "actors/balancer/backend_condition.hpp"
#include "actors/balancer/balancing_plan.hpp"
#include "actors/balancer/session_tokens.hpp"

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
};

using upstream_view_ptr = std::shared_ptr<const upstream_view>;

} // namespace troupe::actors
