#include "actors/session/announced.hpp"

#include "runtime/net/listening_socket.hpp"

namespace troupe::actors {

namespace {

namespace proxy_protocol = codecs::proxy_protocol;
using runtime::net::address;

proxy_protocol::family family_of(const address& x) noexcept {
  switch (x.kind()) {
    case address::family::ipv4: return proxy_protocol::family::ipv4;
    case address::family::ipv6: return proxy_protocol::family::ipv6;
    case address::family::unix_path: return proxy_protocol::family::unix_path;
    case address::family::none: break;
  }
  return proxy_protocol::family::none;
}

proxy_protocol::endpoint endpoint_of(const address& x) {
  return {.host = x.host(), .port = x.port()};
}

} // namespace

proxy_protocol::header announced_by(const runtime::net::stream& socket,
                                    state_bag* memory) {
  if (memory)
    if (auto* said = memory->find<proxy_protocol::header>())
      if (said->kind != proxy_protocol::family::none)
        return *said;
  auto here = runtime::net::local_address(socket.socket());
  auto there = runtime::net::peer_address(socket.socket());
  auto kind = family_of(here);
  if (kind == proxy_protocol::family::none || kind != family_of(there))
    return {.local = true};
  return {.kind = kind,
          .source = endpoint_of(there),
          .destination = endpoint_of(here)};
}

} // namespace troupe::actors
