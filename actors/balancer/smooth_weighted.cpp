#include "actors/balancer/smooth_weighted.hpp"

namespace troupe::actors {

void smooth_weighted::adopt(const balancing_plan& plan) {
  owed_.adopt(plan.members);
}

std::optional<membership::position>
smooth_weighted::choose(const pick_question& x) {
  for (; skip_ > 0; --skip_)
    choose_among(x, x.who.positions());
  return choose_among(x, x.who.positions());
}

std::optional<membership::position>
smooth_weighted::choose_among(const pick_question& x,
                              std::span<const membership::position> some) {
  auto best = std::optional<membership::position>{};
  auto total = 0.0;
  for (auto who : some) {
    if (!x.open(who))
      continue;
    auto weight = x.weight(who);
    owed_[who] += weight;
    total += weight;
    if (!best || owed_[who] > owed_[*best])
      best = who;
  }
  if (best)
    owed_[*best] -= total;
  return best;
}

} // namespace troupe::actors
