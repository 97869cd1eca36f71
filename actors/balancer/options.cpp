#include "actors/balancer/options.hpp"

#include "codecs/base/ascii.hpp"

namespace troupe::actors {

bool hashes(balancing x) noexcept {
  switch (x) {
    case balancing::ip_hash:
    case balancing::ketama:
    case balancing::bounded_ketama:
    case balancing::maglev: return true;
    default: return false;
  }
}

std::optional<std::string> problem_with(const balance_options& x) {
  if (x.sticky && !codecs::is_token(x.sticky->cookie))
    return "'" + x.sticky->cookie + "' is no name for a cookie";
  if (auto problem = problem_with(x.policy))
    return problem;
  return problem_with(x.eligibility);
}

} // namespace troupe::actors
