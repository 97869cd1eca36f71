#include "actors/connect/connect_here.hpp"

#include <cstdint>
#include <utility>

namespace troupe::actors {

namespace {

std::size_t share(std::size_t all, std::size_t loops, std::size_t index) {
  return share_of({.max_connections = all}, loops, index).max_connections;
}

} // namespace

connect_here::connect_here(connect_options options,
                           runtime::loop::event_loop& loop, std::size_t loops,
                           std::size_t index)
  : options_(std::move(options)), loop_(loop),
    most_(share(options_.max_tunnels, loops, index)),
    shelf_(std::make_shared<connection_shelf>(loop, pool_options{})) {
  tunnel_.via.clear();
  tunnel_.timeouts.tunnel_idle = options_.idle;
}

std::optional<shared_place> connect_here::reserve() const {
  if (most_ == 0)
    return shared_place{};
  auto place
    = shared_place::try_take(count_, static_cast<std::uint32_t>(most_));
  if (!place)
    return std::nullopt;
  return place;
}

runtime::dns::resolver& connect_here::resolver() {
  if (!resolver_)
    resolver_.emplace(loop_, options_.resolver);
  return *resolver_;
}

} // namespace troupe::actors
