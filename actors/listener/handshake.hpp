#pragma once

#include "actors/base/pinned.hpp"
#include "actors/listener/interface.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/session/new_connection.hpp"
#include "actors/tls/front.hpp"

#include "runtime/net/stream.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>

namespace troupe::actors {

class handshake;

struct handshake_state : guest {
  static inline const char* name = "handshake";

  virtual ~handshake_state() = default;

  void on_drain() override {} // a request may come; its deadline is near
  void on_stop() override;

  handshake* owner = nullptr;
  caf::strong_actor_ptr self; ///< nobody else holds the handshake
  loop_home* home = nullptr;
  tls_front* front = nullptr;
  new_connection from;
  bool parting = false; ///< the client was told why, and is to go
  std::optional<runtime::time::timer> timer;
};

/// A new connection that is to be encrypted: goes through TLS's handshake, for
/// as long as its front grants, and starts the session of what was agreed on.
class handshake final
  : public pinned<handshake_actor::stateful_base<handshake_state>>,
    private runtime::loop::io_handler,
    private runtime::time::timer_handler {
public:
  /// Its listener has counted it among the home's guests.
  handshake(caf::actor_config& cfg, loop_home& home, tls_front& front,
            new_connection from);

  behavior_type make_behavior() override;

private:
  friend struct handshake_state;

  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void advance();
  void watch();
  void ask_for_identity();
  void begin();
  void refuse();
  void read_away();
  void stop();
};

/// For a connection that was accepted. The home, on whose loop this is called,
/// has counted the guest.
void start_handshake(loop_home& home, tls_front& front, new_connection from);

} // namespace troupe::actors
