#include "actors/balancer/membership.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

membership::membership(std::vector<backend> backends,
                       const membership& before) {
  by_id_.reserve(backends.size());
  for (position i = 0; i < backends.size(); ++i)
    by_id_.emplace_back(backends[i].id, i);
  std::sort(by_id_.begin(), by_id_.end());
  auto same = [](auto& x, auto& y) { return x.first == y.first; };
  by_id_.erase(std::unique(by_id_.begin(), by_id_.end(), same), by_id_.end());

  auto kept = std::vector<bool>(backends.size());
  for (auto& [id, at] : by_id_)
    kept[at] = true;
  auto moved_to = std::vector<position>(backends.size());
  members_.reserve(by_id_.size());
  for (position i = 0; i < backends.size(); ++i) {
    if (!kept[i])
      continue;
    moved_to[i] = static_cast<position>(members_.size());
    auto was = before.find(backends[i].id);
    members_.push_back(
      {std::move(backends[i]),
       was ? before[*was].load : std::make_shared<backend_load>()});
  }
  for (auto& [id, at] : by_id_)
    at = moved_to[at];
}

std::optional<membership::position>
membership::find(backend_id id) const noexcept {
  auto less = [](auto& x, backend_id y) { return x.first < y; };
  auto i = std::lower_bound(by_id_.begin(), by_id_.end(), id, less);
  if (i == by_id_.end() || i->first != id)
    return std::nullopt;
  return i->second;
}

} // namespace troupe::actors
