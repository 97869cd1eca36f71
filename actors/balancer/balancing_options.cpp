#include "actors/balancer/balancing_options.hpp"

#include <cmath>

namespace troupe::actors {

std::string_view to_string(balancing x) noexcept {
  switch (x) {
    case balancing::round_robin: return "round_robin";
    case balancing::smooth_weighted: return "smooth_weighted";
    case balancing::random: return "random";
    case balancing::weighted_random: return "weighted_random";
    case balancing::least_connections: return "least_connections";
    case balancing::two_choices: return "two_choices";
    case balancing::peak_ewma: return "peak_ewma";
    case balancing::ip_hash: return "ip_hash";
    case balancing::ketama: return "ketama";
    case balancing::bounded_ketama: return "bounded_ketama";
    case balancing::maglev: return "maglev";
  }
  return "unknown";
}

std::optional<std::string> problem_with(const balancing_options& x) {
  if (!(x.bound >= 1 && std::isfinite(x.bound)))
    return "the bound of a backend's load is 1 or more times its share";
  if (x.ewma_decay <= runtime::time::duration::zero())
    return "latencies take some time to be forgotten";
  return problem_with_slots(x.maglev_slots);
}

} // namespace troupe::actors
