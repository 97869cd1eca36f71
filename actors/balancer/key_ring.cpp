#include "actors/balancer/key_ring.hpp"

#include <algorithm>
#include <unordered_map>

namespace troupe::actors {

key_ring::key_ring(const membership& members) {
  auto nodes = std::vector<ketama_ring::node>{};
  auto node_of = std::unordered_map<std::string_view, std::size_t>{};
  auto backends = std::vector<std::vector<membership::position>>{};
  for (membership::position i = 0; i < members.size(); ++i) {
    auto& x = members[i];
    if (x.tier != backend_tier::primary)
      continue;
    auto [found, fresh] = node_of.try_emplace(x.name, nodes.size());
    if (fresh) {
      nodes.push_back({.name = x.name, .weight = x.weight});
      backends.emplace_back();
    }
    // The points of a weight are among those of a greater one.
    auto& node = nodes[found->second];
    node.weight = std::max(node.weight, x.weight);
    backends[found->second].push_back(i);
  }
  for (auto& x : backends) {
    begins_.push_back(static_cast<std::uint32_t>(positions_.size()));
    positions_.insert(positions_.end(), x.begin(), x.end());
  }
  begins_.push_back(static_cast<std::uint32_t>(positions_.size()));
  ring_ = ketama_ring{nodes};
}

std::span<const membership::position>
key_ring::backends_at(std::size_t point) const noexcept {
  auto node = ring_.node_at(point);
  return std::span{positions_}.subspan(begins_[node],
                                       begins_[node + 1] - begins_[node]);
}

} // namespace troupe::actors
