#include "actors/discovery/dns_options.hpp"

#include "runtime/dns/name.hpp"

namespace troupe::actors {

using namespace std::chrono_literals;

std::optional<std::string> problem_with(const dns_timing& x) {
  if (x.min_ttl < 1s)
    return "an answer holds for a second at least";
  if (x.max_ttl < x.min_ttl)
    return "the longest time to live is shorter than the shortest";
  if (x.max_ttl > 24h)
    return "no answer is believed for more than a day";
  return std::nullopt;
}

std::optional<std::string> problem_with(const dns_options& x) {
  if (x.name.empty())
    return "there is no name to ask for";
  if (!runtime::dns::may_be_name(x.name))
    return x.name + " cannot be a name";
  if (x.kind == dns_kind::addresses && x.port == 0)
    return "backends have a port";
  if (auto problem = problem_with(x.timing))
    return problem;
  return problem_with(x.resolver);
}

} // namespace troupe::actors
