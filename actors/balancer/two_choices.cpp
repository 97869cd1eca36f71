#include "actors/balancer/two_choices.hpp"

namespace troupe::actors {

std::optional<membership::position>
two_choices::choose(const pick_question& x) {
  return better_of_two(x, [&x](membership::position who) {
    return (x.in_flight(who) + 1.0) / x.weight(who);
  });
}

} // namespace troupe::actors
