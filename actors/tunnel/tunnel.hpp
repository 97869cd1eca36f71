#pragma once

#include "actors/base/failure.hpp"
#include "actors/base/pinned.hpp"
#include "actors/listener/guest_list.hpp"
#include "actors/pool/upstream_connection.hpp"
#include "actors/tunnel/half.hpp"
#include "actors/tunnel/interface.hpp"

#include "runtime/net/stream.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace troupe::actors {

class tunnel;

/// How a tunnel has fared, once it is over.
struct tunnel_outcome {
  std::uint64_t up = 0;   ///< octets from the client
  std::uint64_t down = 0; ///< octets from the origin
  proxy_errc end = proxy_errc::none;
};

/// Is told once, on the loop.
class tunnel_watcher {
public:
  virtual ~tunnel_watcher() = default;
  virtual void on_end(const tunnel_outcome& x) = 0;
};

/// What a tunnel takes over from a session.
struct tunnel_ends {
  runtime::net::stream client;
  connection_ptr origin;
  /// The head that began it, if it did not all leave.
  runtime::buffer::byte_queue for_client;
  /// What the client has sent already.
  runtime::buffer::byte_queue for_origin = {};
  std::unique_ptr<tunnel_watcher> watcher = {}; ///< or none
};

struct tunnel_state : guest, runtime::loop::io_handler {
  static inline const char* name = "tunnel";

  virtual ~tunnel_state();

  void on_drain() override {} // it is under way; the deadline ends it
  void on_stop() override;
  void on_ready(runtime::loop::readiness what) override; ///< the client's

  tunnel* owner = nullptr;
  caf::strong_actor_ptr self; ///< nobody else holds the tunnel
  tunnel_ends ends;
  half up;
  half down;
  std::chrono::milliseconds patience{0};
  runtime::time::steady_point last; ///< when an octet came by
  std::optional<runtime::time::timer> timer;
  proxy_errc end = proxy_errc::internal_error; ///< what an exception leaves
};

/// Two connections that have changed their protocol, or that a CONNECT has
/// joined: whatever comes from one
/// goes to the other, ends included, until both have ended, one breaks, or
/// nothing has come by for too long.
class tunnel final : public pinned<tunnel_actor::stateful_base<tunnel_state>>,
                     private runtime::loop::io_handler,
                     private runtime::time::timer_handler {
public:
  tunnel(caf::actor_config& cfg, guest_list& guests, tunnel_ends ends,
         std::chrono::milliseconds idle);

  behavior_type make_behavior() override;

private:
  friend struct tunnel_state;

  void on_ready(runtime::loop::readiness what) override; // the origin's
  void on_timer() override;
  void carry();
  void end(proxy_errc how);
  void stop();
};

} // namespace troupe::actors
