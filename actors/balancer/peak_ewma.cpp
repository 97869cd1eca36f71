#include "actors/balancer/peak_ewma.hpp"

#include "actors/balancer/two_choices.hpp"

namespace troupe::actors {

namespace {

/// Seconds, more than any request takes: of somebody who is being tried.
constexpr auto cost_of_the_unknown = 1e9;

} // namespace

void peak_ewma::adopt(const balancing_plan& plan) {
  estimates_.adopt(plan.members);
}

std::optional<membership::position> peak_ewma::choose(const pick_question& x) {
  return better_of_two(x, [this, &x](membership::position who) {
    auto& estimate = estimates_[who];
    auto under_way = x.in_flight(who);
    if (estimate.unknown() && under_way > 0)
      return cost_of_the_unknown + under_way;
    return estimate.at(x.now, decay_).count() * (under_way + 1.0)
           / x.weight(who);
  });
}

void peak_ewma::note_latency(membership::position who,
                             runtime::time::duration latency,
                             runtime::time::steady_point now) {
  estimates_[who].note(latency, now, decay_);
}

} // namespace troupe::actors
