#include "actors/balancer/random_choice.hpp"

#include "actors/balancer/draw.hpp"

namespace troupe::actors {

namespace {

/// Looks at all of them: for when most of the weight is not open.
std::optional<membership::position> draw_from_all(const pick_question& x) {
  auto total = 0.0;
  auto result = std::optional<membership::position>{};
  for (auto who : x.who.positions()) {
    if (!x.open(who))
      continue;
    // Each takes the place of those before it with its share of the sum.
    total += x.weight(who);
    if (draw_share(x.random) * total < x.weight(who))
      result = who;
  }
  return result;
}

} // namespace

std::optional<membership::position>
random_choice::choose(const pick_question& x) {
  return draw_open(x);
}

std::optional<membership::position>
weighted_random::choose(const pick_question& x) {
  if (x.who.empty())
    return std::nullopt;
  constexpr auto attempts = 8;
  for (auto i = 0; i < attempts; ++i) {
    auto who = x.who.by_weight(draw_share(x.random));
    if (!x.open(who))
      continue;
    // Who starts slowly, turns down as much as it is short of its weight.
    auto full = x.who.full_weight(who);
    auto now = x.weight(who);
    if (now == full || draw_share(x.random) * full < now)
      return who;
  }
  return draw_from_all(x);
}

} // namespace troupe::actors
