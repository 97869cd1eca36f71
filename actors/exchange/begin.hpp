#pragma once

#include "actors/exchange/attempt_watcher.hpp"
#include "actors/exchange/exchange.hpp"
#include "actors/exchange/exchange_tools.hpp"
#include "actors/exchange/session_side.hpp"
#include "actors/exchange/site.hpp"

namespace troupe::actors {

/// Makes the exchanges with upstreams in the proxy's stead: tests need no
/// sockets then.
class upstream_stand_in {
public:
  /// As begin_exchange().
  virtual void begin(exchange_ptr& place, session_side& session,
                     const codecs::http1::request_head& head,
                     const client_info& client, attempt_watcher* watcher)
    = 0;

protected:
  ~upstream_stand_in() = default;
};

/// Begins the exchange that `target` asks for, in `place`. The watcher, if any,
/// is borrowed until it ends.
void begin_exchange(exchange_ptr& place, session_side& session,
                    exchange_tools& tools, const site::destination& target,
                    const codecs::http1::request_head& head,
                    const client_info& client, attempt_watcher* watcher);

} // namespace troupe::actors
