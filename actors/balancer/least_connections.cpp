#include "actors/balancer/least_connections.hpp"

#include "actors/balancer/draw.hpp"

namespace troupe::actors {

std::optional<membership::position>
least_connections::choose(const pick_question& x) {
  auto result = std::optional<membership::position>{};
  auto least = 0.0;
  auto equals = 0.0; // what those weigh together that have the least
  for (auto who : x.who.positions()) {
    if (!x.open(who))
      continue;
    auto weight = x.weight(who);
    auto load = x.in_flight(who) / weight;
    if (!result || load < least) {
      result = who;
      least = load;
      equals = weight;
    } else if (load == least) {
      equals += weight;
      if (draw_share(x.random) * equals < weight)
        result = who;
    }
  }
  return result;
}

} // namespace troupe::actors
