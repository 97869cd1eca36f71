#pragma once

#include "actors/base/pinned.hpp"
#include "actors/listener/interface.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/session/new_connection.hpp"
#include "actors/tls/front.hpp"

#include "runtime/net/stream.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/proxy_protocol/decoder.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

class preface;

struct preface_state : guest {
  static inline const char* name = "preface";

  virtual ~preface_state() = default;

  void on_drain() override {} // a request may come; its deadline is near
  void on_stop() override;

  preface* owner = nullptr;
  caf::strong_actor_ptr self; ///< nobody else holds the preface
  loop_home* home = nullptr;
  tls_front* front = nullptr; ///< if TLS follows
  new_connection from;        ///< of the proxy
  std::string read;           ///< and not yet a whole header
  std::optional<runtime::time::timer> timer;
};

/// A new connection from a proxy that speaks for others: waits for the header
/// of the PROXY protocol, for as long as a head may take, and starts a session
/// for the client that it names. Whatever else comes ends the connection.
class preface final
  : public pinned<preface_actor::stateful_base<preface_state>>,
    private runtime::loop::io_handler,
    private runtime::time::timer_handler {
public:
  /// Its listener has counted it among the home's guests.
  preface(caf::actor_config& cfg, loop_home& home, tls_front* front,
          new_connection from);

  behavior_type make_behavior() override;

private:
  friend struct preface_state;

  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void receive();
  void understand();
  void begin(codecs::proxy_protocol::decoded from);
  void refuse(std::string_view because);
  void stop();
};

} // namespace troupe::actors
