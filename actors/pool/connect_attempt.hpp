#pragma once

#include "actors/base/failure.hpp"
#include "actors/pool/messages.hpp"
#include "actors/pool/shelf_seat.hpp"
#include "actors/tls/upstream_tls.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <caf/typed_response_promise.hpp>

#include <system_error>

namespace troupe::actors {

class pool;

/// What a connection is made of, and who waits for it.
struct connection_parts {
  using promise_type = caf::typed_response_promise<connection_lease>;

  runtime::net::stream socket;
  shelf_seat seat;
  promise_type promise;
  runtime::time::steady_point born;
};

/// A connection that is being made, up to the end of TLS's handshake.
class connect_attempt final : private runtime::loop::io_handler,
                              private runtime::time::timer_handler {
public:
  connect_attempt(pool& owner, connection_parts of);

  /// The error is why the loop does not watch it.
  std::error_code start(runtime::time::steady_point deadline);
  /// The connection stands: goes on with TLS, if there is any.
  void on_connected();

  connection_parts parts;

private:
  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;
  void shake_hands();

  pool& owner_;
  runtime::time::timer timer_{*this};
};

} // namespace troupe::actors
