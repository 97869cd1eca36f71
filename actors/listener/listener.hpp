#pragma once

#include "actors/access/access_list.hpp"
#include "actors/base/pinned.hpp"
#include "actors/listener/interface.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/tls/front.hpp"

#include "runtime/net/fd.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <functional>
#include <optional>

namespace troupe::actors {

/// What a listener needs. Borrowed: the socket and the home outlive it, so that
/// another can take its place.
struct listener_part {
  const runtime::net::fd* socket = nullptr;
  loop_home* home = nullptr;
  bool shared = false; ///< with other loops, which are woken in turn
  std::size_t max_connections = 0; ///< of all loops; 0: any number
  /// Of the listener's options.
  const std::function<bool(const runtime::net::address&)>* admits = nullptr;
  const access_list* proxies = nullptr; ///< of them, too; none by default
  http_versions speaks;
  tls_front* front = nullptr;       ///< if its connections are encrypted
  std::function<void()> on_stopped; ///< after stop_accepting, on the loop
};

struct listener_state {
  static inline const char* name = "listener";

  listener_part part;
  runtime::loop::registration place;
  std::optional<runtime::time::timer> pause;
  bool short_of_descriptors = false;
};

class listener final
  : public pinned<listener_actor::stateful_base<listener_state>>,
    private runtime::loop::io_handler,
    private runtime::time::timer_handler {
public:
  listener(caf::actor_config& cfg, listener_part part);

  behavior_type make_behavior() override;

  /// A call for its maker, on the loop: ends it at once, and its socket is
  /// watched no more.
  void stop();

private:
  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;

  /// At most so many. Returns whether there may be more.
  bool accept(int budget);
  void accept_some();
  void wait(std::chrono::milliseconds pause);
};

} // namespace troupe::actors
