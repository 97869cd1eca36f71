#include "actors/connect/options.hpp"

namespace troupe::actors {

std::optional<std::string> problem_with(const connect_options& x) {
  if (x.rules.empty())
    return "nobody may connect anywhere: 'allow' is empty";
  if (x.connect.count() <= 0 || x.race.count() <= 0)
    return "nobody waits for a connection for ever";
  return runtime::dns::problem_with(x.resolver);
}

} // namespace troupe::actors
