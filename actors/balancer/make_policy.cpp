#include "actors/balancer/make_policy.hpp"

#include "actors/balancer/bounded_ketama.hpp"
#include "actors/balancer/ip_hash.hpp"
#include "actors/balancer/ketama.hpp"
#include "actors/balancer/least_connections.hpp"
#include "actors/balancer/maglev.hpp"
#include "actors/balancer/peak_ewma.hpp"
#include "actors/balancer/random_choice.hpp"
#include "actors/balancer/round_robin_policy.hpp"
#include "actors/balancer/smooth_weighted.hpp"
#include "actors/balancer/two_choices.hpp"

namespace troupe::actors {

std::unique_ptr<balancing_policy> make_policy(const balancing_options& options,
                                              std::size_t start) {
  switch (options.how) {
    case balancing::round_robin:
      return std::make_unique<round_robin_policy>(start);
    case balancing::smooth_weighted: break;
    case balancing::random: return std::make_unique<random_choice>();
    case balancing::weighted_random: return std::make_unique<weighted_random>();
    case balancing::least_connections:
      return std::make_unique<least_connections>();
    case balancing::two_choices: return std::make_unique<two_choices>();
    case balancing::peak_ewma:
      return std::make_unique<peak_ewma>(options.ewma_decay);
    case balancing::ip_hash: return std::make_unique<ip_hash>(start);
    case balancing::ketama: return std::make_unique<ketama>(start);
    case balancing::bounded_ketama:
      return std::make_unique<bounded_ketama>(options.bound);
    case balancing::maglev: return std::make_unique<maglev>();
  }
  return std::make_unique<smooth_weighted>(start);
}

} // namespace troupe::actors
