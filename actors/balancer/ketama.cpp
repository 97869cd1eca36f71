#include "actors/balancer/ketama.hpp"

namespace troupe::actors {

namespace {

constexpr std::uint32_t most_steps = 20;

} // namespace

void ketama::adopt(const balancing_plan& plan) {
  ring_ = plan.ring;
  turns_.adopt(plan);
}

std::optional<membership::position> ketama::choose(const pick_question& x) {
  if (!x.request.key() || ring_->empty())
    return turns_.choose(x);
  auto& way = x.request.way;
  if (!way.begun)
    way = {.begun = true, .at = ring_->find(*x.request.key())};
  for (; way.steps <= most_steps; ++way.steps, ++way.at)
    if (auto who = turns_.choose_among(x, ring_->backends_at(way.at)))
      return who;
  return turns_.choose(x);
}

} // namespace troupe::actors
