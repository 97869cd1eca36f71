#include "actors/health/circuit_breaker.hpp"

#include <limits>
#include <utility>

namespace troupe::actors {

namespace {

std::uint32_t bound_of(std::uint32_t said) noexcept {
  return said > 0 ? said : std::numeric_limits<std::uint32_t>::max();
}

} // namespace

std::string_view to_string(breaker_bound x) noexcept {
  switch (x) {
    case breaker_bound::connections: return "connections";
    case breaker_bound::waiting: return "waiting";
    case breaker_bound::requests: return "requests";
    case breaker_bound::retries: return "retries";
  }
  return "unknown";
}

circuit_breaker::circuit_breaker(const breaker_options& options) noexcept
  : most_{bound_of(options.connections), bound_of(options.waiting),
          bound_of(options.requests), bound_of(options.retries)} {
  // nop
}

shared_place circuit_breaker::try_enter(breaker_bound what) noexcept {
  auto i = index(what);
  auto count = std::shared_ptr<shared_count>{shared_from_this(), &counts_[i]};
  auto place = shared_place::try_take(std::move(count), most_[i]);
  if (!place)
    refused_[i].fetch_add(1, std::memory_order_relaxed);
  return place;
}

} // namespace troupe::actors
