#pragma once

#include "actors/base/pinned.hpp"
#include "actors/discovery/interface.hpp"
#include "actors/health/interface.hpp"
#include "actors/upstream/interface.hpp"

#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <vector>

namespace troupe::actors {

/// What a keeper is made of. Borrowed: the ledger outlives it, and the next
/// keeper goes on with it if this one falls.
struct keeper_part {
  upstream_ledger* ledger = nullptr;
  /// Has all loops know it.
  std::function<void(upstream_view_ptr)> publish;
  /// Called once, when each source has told something: who there is, or that
  /// it cannot tell.
  std::function<void()> on_ready = {};
};

struct upstream_keeper_state {
  static inline const char* name = "upstream-keeper";

  keeper_part part;
  health_checker_actor checker; ///< if there are checks
  std::vector<backend_source_actor> sources;
  std::set<std::size_t> silent; ///< sources that have told nothing yet
  std::vector<upstream_watcher_actor> watchers;
  bool dirty = false; ///< a publish_view is under way
};

/// Carries the mail of an upstream_ledger. Its checker falls with it.
class upstream_keeper final
  : public pinned<upstream_keeper_actor::stateful_base<upstream_keeper_state>>,
    private runtime::time::timer_handler {
public:
  upstream_keeper(caf::actor_config& cfg, keeper_part part);

  behavior_type make_behavior() override;

private:
  void on_timer() override;

  void begin();
  void spawn_checker();
  void spawn_sources();
  /// Which source has sent what is being received.
  std::size_t source();
  void note_source(std::size_t which);
  void note(bool changed);
  void note_members(bool changed);
  void publish();
  upstream_state present() const;
  void arm();
  void end();

  runtime::time::timer timer_{*this};
};

} // namespace troupe::actors
