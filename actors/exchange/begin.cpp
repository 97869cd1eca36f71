#include "actors/exchange/begin.hpp"

#include "actors/connect/connect_exchange.hpp"
#include "actors/exchange/file_exchange.hpp"
#include "actors/exchange/proxy_exchange.hpp"
#include "actors/exchange/service_exchange.hpp"

namespace troupe::actors {

void begin_exchange(exchange_ptr& place, session_side& session,
                    exchange_tools& tools, const site::destination& target,
                    const codecs::http1::request_head& head,
                    const client_info& client, attempt_watcher* watcher) {
  auto* upstream = std::get_if<upstream_here*>(&target);
  if (upstream && tools.stand_in) {
    tools.stand_in->begin(place, session, head, client, watcher);
  } else if (upstream) {
    auto* x = tools.exchanges.make(session, tools);
    place = exchange_ptr{x};
    x->begin(head, **upstream, client, watcher);
  } else if (auto* files = std::get_if<files_here*>(&target)) {
    auto* x = new file_exchange{session, tools.loop};
    place = exchange_ptr{x};
    x->begin(head, **files);
  } else if (auto* tunnels = std::get_if<connect_here*>(&target)) {
    auto* x = new connect_exchange{session, tools.loop};
    place = exchange_ptr{x};
    x->begin(head, **tunnels);
  } else {
    auto* x = new service_exchange{session, tools.loop};
    place = exchange_ptr{x};
    x->begin(head, *std::get<http_service_actor*>(target), client.address);
  }
}

} // namespace troupe::actors
