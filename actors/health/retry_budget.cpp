#include "actors/health/retry_budget.hpp"

#include <algorithm>

namespace troupe::actors {

std::optional<std::string> problem_with(const retry_budget_options& x) {
  if (x.percent > 100)
    return "retries are 100 percent of the requests at most";
  return std::nullopt;
}

shared_place retry_budget::try_enter(std::uint32_t live) noexcept {
  auto part = std::uint64_t{live} * options_.percent / 100;
  auto bound = std::max(options_.least, static_cast<std::uint32_t>(part));
  auto place = shared_place::try_take({shared_from_this(), &retries_}, bound);
  if (!place)
    refused_.fetch_add(1, std::memory_order_relaxed);
  return place;
}

} // namespace troupe::actors
