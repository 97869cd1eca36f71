#include "actors/balancer/replica.hpp"

#include "actors/pool/pool.hpp"

#include "runtime/net/address.hpp"

#include <utility>

namespace troupe::actors {

replica::replica(caf::actor_config& cfg, replica_part part) : pinned(cfg) {
  state.part = std::move(part);
}

replica::behavior_type replica::make_behavior() {
  return {
    [this](upstream_changed& x) { adopt(std::move(x.view)); },
    [this](const lease_of_upstream& x) { return lease(x); },
    [this](const replace_pool& x) {
      if (auto backend = state.part.upstream->find(x.backend))
        spawn_pool(*backend);
    },
    [this](close_balancer) {
      state.part.upstream->clear();
      quit();
    },
  };
}

void replica::adopt(upstream_view_ptr view) {
  auto& circuit = view->bounds.circuit;
  auto make = [this, &circuit](const membership::member& who) {
    auto made = std::make_shared<backend_here>(who, home().loop(),
                                               state.part.pool, circuit);
    spawn_pool(*made);
    return made;
  };
  state.part.upstream->adopt(view, make);
}

void replica::spawn_pool(const backend_here& x) {
  auto& shelf = x.shelf();
  shelf.waiting = 0;
  shelf.pool = spawn_pinned<pool>(home(), x.shared_shelf(), x.where(),
                                  state.part.upstream->options.response_limits,
                                  x.name());
  if (state.part.on_pool)
    state.part.on_pool(x.id(), shelf.pool);
}

caf::result<connection_lease> replica::lease(const lease_of_upstream& x) {
  auto request = selection{x.key};
  auto chosen = state.part.upstream->next(request, home().loop().now());
  if (!chosen)
    return connection_lease{.connection = nullptr,
                            .reused = false,
                            .why = {proxy_errc::no_backend, {}}};
  return delegate(chosen->shelf().pool, lease_connection{x.lease});
}

} // namespace troupe::actors
