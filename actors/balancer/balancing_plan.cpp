#include "actors/balancer/balancing_plan.hpp"

#include <utility>
#include <vector>

namespace troupe::actors {

namespace {

/// Backups have no slots, as if they weighed nothing.
maglev_table slots_of(const membership& members, std::size_t slots) {
  auto nodes = std::vector<maglev_table::node>{};
  nodes.reserve(members.size());
  for (auto& x : members.members())
    nodes.push_back({
      .name = x.address,
      .weight = x.tier == backend_tier::primary ? x.weight : 0,
    });
  return maglev_table{nodes, slots};
}

} // namespace

balancing_plan plan_for(std::shared_ptr<const membership> members,
                        const balancing_options& options) {
  auto result = balancing_plan{};
  if (options.how == balancing::ketama
      || options.how == balancing::bounded_ketama)
    result.ring = std::make_shared<key_ring>(*members);
  if (options.how == balancing::maglev)
    result.slots = std::make_shared<maglev_table>(
      slots_of(*members, options.maglev_slots));
  result.members = std::move(members);
  return result;
}

} // namespace troupe::actors
