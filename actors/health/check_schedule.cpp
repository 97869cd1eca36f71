#include "actors/health/check_schedule.hpp"

#include "actors/balancer/draw.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

using namespace std::chrono_literals;
using runtime::time::duration;

/// A share of `x`, which need not be below 1.
duration part_of(std::chrono::milliseconds x, double share) {
  return std::chrono::duration_cast<duration>(
    share * std::chrono::duration<double>{x});
}

} // namespace

std::optional<std::string> problem_with(const check_timing& x) {
  if (x.interval <= 0ms || x.interval_down < 0ms)
    return "there is some time between two checks";
  if (x.jitter > 100)
    return "the jitter is 100 percent of the interval at most";
  if (x.timeout <= 0ms)
    return "a check takes some time";
  return std::nullopt;
}

runtime::time::steady_point first_check(const check_timing& timing,
                                        runtime::time::steady_point now,
                                        codecs::http::random_source& random) {
  auto within = std::min<std::chrono::milliseconds>(timing.interval, 1s);
  return now + part_of(within, draw_share(random));
}

runtime::time::steady_point next_check(const check_timing& timing,
                                       runtime::time::steady_point last_began,
                                       bool healthy,
                                       codecs::http::random_source& random) {
  auto faster = !healthy && timing.interval_down > 0ms;
  auto interval = faster ? timing.interval_down : timing.interval;
  auto most = timing.jitter / 100.0;
  return last_began
         + part_of(interval, 1 + most * (2 * draw_share(random) - 1));
}

} // namespace troupe::actors
