#pragma once

#include "actors/balancer/backend_load.hpp"
#include "actors/health/shared_place.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/stream.hpp"
#include "runtime/time/clock.hpp"

#include "codecs/http1/response_decoder.hpp"

#include <cstddef>
#include <memory>

namespace troupe::actors {

class connection_shelf;

/// A connection to a backend. Whoever holds the pointer reads and writes it;
/// with the last pointer it is closed, however its holder came to an end, and
/// its place under the pool's cap is free again. Stays on one loop.
class upstream_connection final : private runtime::loop::io_handler {
public:
  upstream_connection(std::shared_ptr<connection_shelf> home,
                      runtime::net::stream socket,
                      const codecs::http1::limits& limits);
  ~upstream_connection();
  upstream_connection(const upstream_connection&) = delete;
  upstream_connection& operator=(const upstream_connection&) = delete;

  std::error_code watch(runtime::loop::event_loop& loop);

  /// Who is told when the socket is ready: once the stream has noted it.
  /// Nobody's is the shelf's, which closes it if it stirs.
  void holder(runtime::loop::io_handler* x) noexcept { holder_ = x; }

  connection_shelf& home() noexcept { return *home_; }

  runtime::net::stream stream;
  codecs::http1::response_decoder decoder;
  std::size_t requests = 0; ///< that were sent on it
  /// Counts it as busy, while it serves nobody but a tunnel.
  backend_load::permit load;
  shared_place
    place; ///< among the connections of all loops, if they are bounded
  runtime::time::steady_point born;
  runtime::time::steady_point idle_since;

private:
  void on_ready(runtime::loop::readiness what) override;

  std::shared_ptr<connection_shelf> home_;
  runtime::loop::io_handler* holder_ = nullptr;
};

/// Shared because CAF copies messages on write; held by one at a time.
using connection_ptr = std::shared_ptr<upstream_connection>;

} // namespace troupe::actors
