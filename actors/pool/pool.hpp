#pragma once

#include "actors/base/pinned.hpp"
#include "actors/pool/connect_attempt.hpp"
#include "actors/pool/connection_shelf.hpp"
#include "actors/pool/interface.hpp"
#include "actors/pool/wait_queue.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/net/address.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string_view>

namespace troupe::actors {

/// Who waits in the queue.
struct waiting_lease {
  connection_parts::promise_type promise;
  shared_place place;
};

struct pool_state {
  static inline const char* name = "pool";

  std::shared_ptr<connection_shelf> shelf;
  runtime::net::address backend;
  codecs::http1::limits limits;
  std::list<connect_attempt> attempts;
  /// For whom connections were made that speak HTTP/2, and that are not ready.
  std::deque<connection_parts::promise_type> settling;
  /// A connection can be shared, as far as is known.
  bool shares = false;
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
  using promise_type = connection_parts::promise_type;

  caf::result<connection_lease> lease(lease_id who);
  void wait(lease_id who, waiting_lease x);
  void connect(promise_type promise, shared_place place);
  std::size_t expected_room() const noexcept;
  bool expects_room() const noexcept;
  void serve_queue();
  void ended(connect_attempt& x, failure why);
  void begin_h1(connection_parts x);
  void begin_h2(connection_parts x);
  void on_settled(failure why);
  void refuse_who_hoped(const failure& why);
  void on_timer() override;
  void watch_queue();
};

} // namespace troupe::actors
