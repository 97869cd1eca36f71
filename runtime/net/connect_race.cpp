#include "runtime/net/connect_race.hpp"

namespace troupe::runtime::net {

std::optional<std::size_t>
connect_race::begin(time::steady_point now) noexcept {
  if (begun_ == addresses_ || now < next_)
    return std::nullopt;
  next_ = now + delay_;
  return begun_++;
}

std::optional<time::steady_point> connect_race::next() const noexcept {
  if (begun_ == addresses_)
    return std::nullopt;
  return next_;
}

void connect_race::fail(std::size_t which) noexcept {
  ++failed_;
  if (which + 1 == begun_)
    next_ = time::steady_point::min();
}

} // namespace troupe::runtime::net
