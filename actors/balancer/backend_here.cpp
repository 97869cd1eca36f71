#include "actors/balancer/backend_here.hpp"

#include <caf/send.hpp>

#include <utility>

namespace troupe::actors {

backend_here::backend_here(const membership::member& who,
                           runtime::loop::event_loop& loop,
                           const pool_options& share,
                           std::shared_ptr<circuit_breaker> circuit)
  : id_(who.id), name_(std::make_shared<const std::string>(who.name)),
    where_(*runtime::net::address::parse(who.address)), load_(who.load),
    shelf_(
      std::make_shared<connection_shelf>(loop, share, std::move(circuit))) {
  // nop
}

backend_here::~backend_here() {
  shelf_->clear();
  if (auto pool = std::exchange(shelf_->pool, nullptr))
    caf::anon_send(pool, close_pool{});
}

} // namespace troupe::actors
