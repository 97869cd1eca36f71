#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/draw.hpp"

#include <optional>

namespace troupe::actors {

/// Of two who are drawn at random the one that `cost` (of a position) finds
/// cheaper, the first if they are equal. If only one is open, that one.
template <class Cost>
std::optional<membership::position> better_of_two(const pick_question& x,
                                                  Cost cost) {
  auto first = draw_open(x);
  if (!first || x.who.size() == 1)
    return first;
  auto second = draw_open(x, first);
  return second && cost(*second) < cost(*first) ? second : first;
}

/// The power of two choices (Mitzenmacher, 2001): of two who are drawn at
/// random, the one that would have less under way for its weight.
class two_choices final : public balancing_policy {
public:
  void adopt(const balancing_plan&) override {}
  std::optional<membership::position> choose(const pick_question& x) override;
};

} // namespace troupe::actors
