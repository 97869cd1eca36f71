#pragma once

#include "actors/base/pinned.hpp"
#include "actors/pool/connection_shelf.hpp"
#include "actors/pool/interface.hpp"
#include "actors/pool/wait_queue.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/net/address.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <list>
#include <memory>
#include <optional>
#include <string_view>

namespace troupe::actors {

class pool;

/// A connection that is being made, and who waits for it.
class connect_attempt final : private runtime::loop::io_handler,
                              private runtime::time::timer_handler {
public:
  connect_attempt(pool& owner, connection_ptr connection,
                  caf::typed_response_promise<connection_lease> promise);

  void start(runtime::time::steady_point deadline);
  /// The connection stands: goes on with TLS, if there is any.
  void on_connected();

  connection_ptr connection;
  caf::typed_response_promise<connection_lease> promise;

private:
  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void shake_hands();

  pool& owner_;
  runtime::time::timer timer_{*this};
};

/// Who waits in the queue.
struct waiting_lease {
  caf::typed_response_promise<connection_lease> promise;
  shared_place place;
};

struct pool_state {
  static inline const char* name = "pool";

  std::shared_ptr<connection_shelf> shelf;
  runtime::net::address backend;
  codecs::http1::limits limits;
  std::list<connect_attempt> attempts;
  std::optional<wait_queue<lease_id, waiting_lease>> queue;
  std::optional<runtime::time::timer> queue_timer;
  std::optional<tls_peer> peer; ///< if connections are encrypted
};

class pool final : public pinned<pool_actor::stateful_base<pool_state>>,
                   private runtime::time::timer_handler {
public:
  /// The shelf names it when it runs. `name` is what the backend is called,
  /// for TLS.
  pool(caf::actor_config& cfg, std::shared_ptr<connection_shelf> shelf,
       runtime::net::address backend, const codecs::http1::limits& limits,
       std::string_view name = {});

  behavior_type make_behavior() override;

private:
  friend class connect_attempt;

  caf::result<connection_lease> lease(lease_id who);
  void connect(caf::typed_response_promise<connection_lease> promise,
               shared_place place);
  void serve_queue();
  void ended(connect_attempt& x, failure why);
  void on_timer() override;
  void watch_queue();
};

} // namespace troupe::actors
