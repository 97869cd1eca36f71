#include "actors/balancer/round_robin_policy.hpp"

namespace troupe::actors {

void round_robin_policy::adopt(const balancing_plan&) {
  // The turn goes on wherever it stands.
}

std::optional<membership::position>
round_robin_policy::choose(const pick_question& x) {
  auto all = x.who.positions();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (auto who = all[turn_.pick(all.size())]; x.open(who))
      return who;
  return std::nullopt;
}

} // namespace troupe::actors
