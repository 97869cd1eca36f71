#pragma once

#include "actors/base/loop_unit.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/tls/certificate_watch.hpp"
#include "actors/upstream/interface.hpp"
#include "actors/upstream/upstream_ledger.hpp"

#include "runtime/loop/event_loop.hpp"

#include <caf/send.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace troupe::actors {

/// The loop that no request passes, its thread, and the part of the cast that
/// lives there: who keeps the upstreams. Made and destroyed on the thread that
/// controls; in between its loop owns it.
class control {
public:
  /// Has every loop that chooses backends know of a change; the upstreams are
  /// counted in the order of their names. Called on this loop.
  using publisher = std::function<void(std::size_t, upstream_view_ptr)>;

  /// Borrowed: the options outlive it.
  control(caf::actor_system& system,
          const std::map<std::string, upstream_options>& upstreams);
  ~control();
  control(const control&) = delete;
  control& operator=(const control&) = delete;

  /// What the loops begin with. Before the start.
  std::vector<upstream_view_ptr> views();
  /// Spawns the cast as soon as the loop turns.
  void start(supervisor_actor boss, publisher publish);
  /// Turns the loop on a thread of its own.
  void start_thread();
  /// Only when all actors are gone.
  void stop_thread();

  /// Returns when all upstreams know their backends, or why they do not, or
  /// when the patience has come to its end.
  void wait_for_backends(std::chrono::milliseconds patience);

  /// For who turns it without that thread.
  runtime::loop::event_loop& loop() noexcept { return loop_; }

  // -- for any thread: done on the loop, soon ---------------------------------

  /// A message to an upstream's keeper.
  template <class Message>
  void tell(std::size_t upstream, Message x) {
    loop_.post([this, upstream, x = std::move(x)] {
      if (upstream < keepers_.size()) // else the cast has gone
        caf::anon_send(keepers_[upstream], x);
    });
  }
  /// Has them read their certificates again whenever the files change.
  void watch_certificates(std::vector<std::shared_ptr<certificate_user>> users);
  /// Another keeper goes on where one fell.
  void replace(std::size_t upstream);
  /// Ends all of the cast.
  void wind_up();

private:
  void spawn_keeper(std::size_t i);
  void note_ready(std::size_t upstream);

  runtime::loop::event_loop loop_;
  loop_unit unit_;
  std::vector<upstream_ledger> ledgers_;
  std::vector<upstream_keeper_actor> keepers_;
  publisher publish_;
  std::set<std::size_t> unready_; // upstreams
  std::promise<void> ready_;
  std::optional<certificate_watch> certificates_;
  supervisor_actor boss_;
  std::thread thread_;
};

} // namespace troupe::actors
