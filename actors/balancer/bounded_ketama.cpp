#include "actors/balancer/bounded_ketama.hpp"

#include <cmath>

namespace troupe::actors {

namespace {

/// Points that are looked at along the ring: more than that are passed over
/// only if most of the ring is full or cannot be asked.
constexpr std::uint32_t most_steps = 256;

/// Who may take how much of what is under way.
class room {
public:
  room(const pick_question& x, double bound) : asked_(x) {
    auto requests = std::uint64_t{1};
    auto weight = 0.0;
    for (auto who : x.who.positions()) {
      requests += x.in_flight(who);
      weight += x.who.full_weight(who);
    }
    per_weight_ = bound * static_cast<double>(requests) / weight;
  }

  bool has(membership::position who) const {
    auto most = std::ceil(per_weight_ * asked_.who.full_weight(who));
    return asked_.in_flight(who) < most;
  }

private:
  const pick_question& asked_;
  double per_weight_;
};

std::optional<membership::position> least_loaded(const pick_question& x) {
  auto result = std::optional<membership::position>{};
  auto least = 0.0;
  for (auto who : x.who.positions()) {
    if (!x.open(who))
      continue;
    auto load = (x.in_flight(who) + 1.0) / x.who.full_weight(who);
    if (!result || load < least) {
      result = who;
      least = load;
    }
  }
  return result;
}

} // namespace

std::optional<membership::position>
bounded_ketama::choose(const pick_question& x) {
  if (!x.request.key() || ring_->empty() || x.who.empty())
    return least_loaded(x);
  auto left = room{x, bound_};
  auto& way = x.request.way;
  if (!way.begun)
    way = {.begun = true, .at = ring_->find(*x.request.key())};
  for (; way.steps < most_steps; ++way.steps, ++way.at)
    for (auto who : ring_->backends_at(way.at))
      if (x.open(who) && left.has(who))
        return who;
  return least_loaded(x);
}

} // namespace troupe::actors
