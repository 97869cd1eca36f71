#pragma once

#include "actors/balancer/interface.hpp"
#include "actors/base/loop_unit.hpp"
#include "actors/listener/interface.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/supervisor/options.hpp"
#include "actors/tls/front.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/fd.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace troupe::actors {

/// One loop, its thread, and the part of the cast that lives there. Made and
/// destroyed on the thread that controls; in between its loop owns it.
class worker {
public:
  /// What listeners with TLS show, in the order of the options; others have
  /// none.
  using fronts = std::vector<std::shared_ptr<tls_front>>;

  /// Borrowed: the options, the fronts, and the count of downstream connections
  /// that all workers share, outlive the worker.
  worker(caf::actor_system& system, const proxy_options& options,
         const fronts& shown, std::atomic<std::size_t>& connections,
         std::size_t index, std::size_t loops);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  /// Takes over a socket for each of options.listeners, and spawns the cast as
  /// soon as the loop turns. `views` are of the upstreams, in their order;
  /// `on_row` hears, on the loop, of backends that fail again and again.
  void start(std::vector<runtime::net::fd> sockets, supervisor_actor boss,
             std::vector<upstream_view_ptr> views,
             std::function<void(std::size_t, backend_id)> on_row);
  /// Turns the loop on a thread of its own.
  void start_thread();
  /// Only when all actors are gone.
  void stop_thread();

  /// For who turns it without that thread.
  runtime::loop::event_loop& loop() noexcept { return loop_; }

  /// From any thread.
  const http2_counters& http2() const noexcept { return home_.http2; }
  const http2_counters& upstream_http2() const noexcept {
    return home_.upstream_http2;
  }

  // -- for any thread: done on the loop, soon ---------------------------------

  /// Another actor takes the part of one that fell, if it is still to be
  /// played.
  void replace(const part& x);
  /// Couriers take the lines of that access log there.
  void use_log(std::size_t i, access_log_actor log);
  /// That upstream's backends are others, or fare otherwise.
  void change_upstream(std::size_t upstream, upstream_view_ptr view);
  /// Requests that begin from now on pass other stages.
  void change_stages(std::size_t route, pipeline stages);
  /// Stops accepting and asks all connections to finish. Tells the supervisor
  /// when none is left.
  void drain();
  /// Ends all of the cast, and tells the supervisor. Nobody listens any more
  /// then: who connects is refused.
  void wind_up();

private:
  void build_site();
  void set_stages(std::size_t route, const pipeline& stages);
  void spawn_listener(std::size_t i);
  void spawn_balancer(std::size_t upstream);
  void spawn_courier(std::size_t i);
  void on_listener_stopped(std::size_t i);
  void tell_if_drained();

  const proxy_options& options_;
  const fronts& fronts_;
  std::size_t index_;
  std::size_t loops_;
  runtime::loop::event_loop loop_;
  loop_unit unit_;
  loop_home home_;
  std::vector<runtime::net::fd> sockets_;
  std::vector<listener_actor> listeners_;
  std::vector<balancer_actor> balancers_; // of the upstreams, in their order
  std::vector<upstream_view_ptr> views_;  // likewise; the last there are
  std::vector<access_log_actor> logs_;
  supervisor_actor boss_;
  bool draining_ = false;
  std::thread thread_;
};

} // namespace troupe::actors
