#pragma once

#include "actors/balancer/balancing_options.hpp"
#include "actors/balancer/key_ring.hpp"
#include "actors/balancer/maglev_table.hpp"
#include "actors/balancer/membership.hpp"

#include <memory>

namespace troupe::actors {

/// A membership, and what takes long to work out of it: made once, where time
/// does not matter, and shared by the policies of all loops. Never changes.
struct balancing_plan {
  std::shared_ptr<const membership> members = {};
  /// For ketama and bounded_ketama; otherwise null.
  std::shared_ptr<const key_ring> ring = {};
  /// For maglev, otherwise null. Nodes are positions.
  std::shared_ptr<const maglev_table> slots = {};
};

/// Takes about 20 ms for 1,000 backends with the weight 1 if there is a ring to
/// make, so not on a loop.
balancing_plan plan_for(std::shared_ptr<const membership> members,
                        const balancing_options& options);

} // namespace troupe::actors
