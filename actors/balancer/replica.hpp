#pragma once

#include "actors/balancer/interface.hpp"
#include "actors/balancer/upstream_here.hpp"
#include "actors/base/pinned.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>

namespace troupe::actors {

/// What a replica of a balancer is made of. Borrowed: the upstream outlives it.
struct replica_part {
  upstream_here* upstream = nullptr;
  /// This loop's share for each backend.
  pool_options pool;
  /// Told of each pool that is spawned.
  std::function<void(backend_id, const pool_actor&)> on_pool = {};
};

struct replica_state {
  static inline const char* name = "balancer";

  replica_part part;
};

/// Keeps an upstream's backends on one loop: makes who is new, with its pool,
/// and lets go who has left.
class replica final
  : public pinned<balancer_actor::stateful_base<replica_state>> {
public:
  replica(caf::actor_config& cfg, replica_part part);

  behavior_type make_behavior() override;

private:
  void adopt(upstream_view_ptr view);
  void spawn_pool(const backend_here& x);
  caf::result<connection_lease> lease(const lease_of_upstream& x);
};

} // namespace troupe::actors
