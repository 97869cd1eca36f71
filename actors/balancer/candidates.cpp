#include "actors/balancer/candidates.hpp"

#include <algorithm>

namespace troupe::actors {

void candidates::add(position x, std::uint32_t weight,
                     const backend_condition& how) {
  place_[x] = static_cast<std::uint32_t>(positions_.size());
  positions_.push_back(x);
  up_to_.push_back((up_to_.empty() ? 0 : up_to_.back()) + weight);
  since_.push_back(how.since.value_or(runtime::time::steady_point::min()));
  if (how.since)
    ramped_at_ = std::max(ramped_at_, *how.since + ramp_.window);
}

double candidates::weight(position x,
                          runtime::time::steady_point now) const noexcept {
  auto full = full_weight(x);
  if (now >= ramped_at_)
    return full;
  auto since = since_[place_[x]];
  if (since == runtime::time::steady_point::min())
    return full;
  return full * slow_start_share(ramp_, now - since);
}

double candidates::full_weight(position x) const noexcept {
  auto at = place_[x];
  return at == 0 ? up_to_[0] : up_to_[at] - up_to_[at - 1];
}

candidates::position candidates::by_weight(double number) const noexcept {
  auto i = std::upper_bound(up_to_.begin(), up_to_.end() - 1,
                            number * up_to_.back());
  return positions_[static_cast<std::size_t>(i - up_to_.begin())];
}

} // namespace troupe::actors
