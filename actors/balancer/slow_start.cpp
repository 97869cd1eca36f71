#include "actors/balancer/slow_start.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace troupe::actors {

std::optional<std::string> problem_with(const slow_start_options& x) {
  if (x.window < runtime::time::duration::zero())
    return "a slow start takes no less than no time";
  if (!(x.floor > 0 && x.floor <= 1))
    return "the weight at first is a share above 0, and 1 at most";
  if (!(x.aggression > 0))
    return "the aggression of a slow start is above 0";
  return std::nullopt;
}

double slow_start_share(const slow_start_options& options,
                        runtime::time::duration elapsed) noexcept {
  if (elapsed >= options.window)
    return 1;
  using seconds = std::chrono::duration<double>;
  auto past = std::max(seconds{elapsed} / seconds{options.window}, 0.0);
  return std::max(std::pow(past, 1 / options.aggression), options.floor);
}

} // namespace troupe::actors
