#pragma once

#include "actors/balancer/selection.hpp"
#include "actors/base/pinned.hpp"
#include "actors/listener/interface.hpp"
#include "actors/pool/messages.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/session/new_connection.hpp"
#include "actors/tls/front.hpp"

#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

class pass_through;

struct pass_through_state : guest {
  static inline const char* name = "pass-through";

  virtual ~pass_through_state() = default;

  void on_drain() override {} // its deadline is near
  void on_stop() override;

  pass_through* owner = nullptr;
  caf::strong_actor_ptr self; ///< nobody else holds it
  loop_home* home = nullptr;
  tls_front* front = nullptr;
  new_connection from;
  std::string read; ///< of the client's hello, or all of it
  std::optional<runtime::time::timer> timer;

  // -- once it is known where it goes
  upstream_here* upstream = nullptr;
  std::optional<selection> picks;
  backend_ptr backend; ///< that is asked
};

/// A new connection at a listener of which some names are not for us: reads the
/// client's hello, and leads what asks for such a name to a backend of its
/// upstream, unread, and back; everybody else to a handshake of ours.
class pass_through final
  : public pinned<pass_through_actor::stateful_base<pass_through_state>>,
    private runtime::loop::io_handler,
    private runtime::time::timer_handler {
public:
  /// Its listener has counted it among the home's guests.
  pass_through(caf::actor_config& cfg, loop_home& home, tls_front& front,
               new_connection from);

  behavior_type make_behavior() override;

private:
  friend struct pass_through_state;

  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void receive();
  void understand();
  void ask_next();
  void on_lease(connection_lease& x);
  void begin(connection_ptr origin);
  void give_up(std::string_view because);
  void stop();
};

} // namespace troupe::actors
