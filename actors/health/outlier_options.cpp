#include "actors/health/outlier_options.hpp"

#include <cmath>

namespace troupe::actors {

namespace {

using namespace std::chrono_literals;

} // namespace

std::optional<std::string> problem_with(const outlier_options& x) {
  auto& rate = x.success_rate;
  if (!(rate.factor >= 0 && std::isfinite(rate.factor)))
    return "the factor of a success rate is 0 or more";
  if (rate.margin > 100)
    return "the margin of a success rate is 100 percent at most";
  if (rate.min_backends < 2 || rate.min_requests == 0)
    return "rates are compared between two backends at least that had requests";
  if (x.interval <= 0ms)
    return "there is some time between two looks at the rates";
  if (x.base_ejection <= 0ms || x.max_ejection < x.base_ejection)
    return "an ejection takes some time, and the first is no longer than any";
  if (x.max_ejected > 100)
    return "100 percent of the backends are ejected at most";
  return std::nullopt;
}

} // namespace troupe::actors
