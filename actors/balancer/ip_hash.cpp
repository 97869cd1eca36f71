#include "actors/balancer/ip_hash.hpp"

#include <string_view>

namespace troupe::actors {

namespace {

constexpr std::uint32_t most_steps = 20;
constexpr std::uint64_t first_hash = 89;

std::uint64_t next_hash(std::uint64_t hash, std::string_view octets) {
  for (auto c : octets)
    hash = (hash * 113 + static_cast<std::uint8_t>(c)) % 6271;
  return hash;
}

/// Whose part of the circle that is, of all primary backends, whether or not
/// they can be asked. It lies within the sum of their weights.
membership::position owner(const membership& members, std::uint64_t at) {
  membership::position i = 0;
  for (; i + 1 < members.size(); ++i) {
    if (members[i].tier != backend_tier::primary)
      continue;
    if (at < members[i].weight)
      break;
    at -= members[i].weight;
  }
  return i;
}

} // namespace

void ip_hash::adopt(const balancing_plan& plan) {
  turns_.adopt(plan);
  members_ = plan.members;
  total_ = 0;
  for (auto& x : members_->members())
    if (x.tier == backend_tier::primary)
      total_ += x.weight;
}

std::optional<membership::position> ip_hash::choose(const pick_question& x) {
  auto& way = x.request.way;
  if (!x.request.key() || total_ == 0)
    return turns_.choose(x);
  auto octets = *x.request.key();
  if (octets.size() == 4)
    octets.remove_suffix(1);
  if (!way.begun)
    way = {.begun = true, .at = first_hash};
  while (way.steps <= most_steps) {
    auto hash = next_hash(way.at, octets);
    auto who = owner(*members_, hash % total_);
    way.at = hash;
    if (x.open(who))
      return who;
    ++way.steps;
  }
  return turns_.choose(x);
}

} // namespace troupe::actors
