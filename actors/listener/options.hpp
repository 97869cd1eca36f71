#pragma once

#include "actors/access/access_list.hpp"
#include "actors/session/options.hpp"
#include "actors/tls/options.hpp"

#include "runtime/net/listening_socket.hpp"
#include "runtime/net/socket_options.hpp"

#include <cstddef>
#include <functional>
#include <optional>

namespace troupe::actors {

/// One address that is listened on, by every loop.
struct listener_options {
  runtime::net::listen_options listen;
  runtime::net::socket_options socket;
  /// Asked of each connection before anything else; who is not admitted is
  /// closed without a word. Empty: everybody is. Called by all loops at once.
  std::function<bool(const runtime::net::address& client)> admits;
  /// Proxies that speak for others: each of their connections begins with a
  /// header of the PROXY protocol, and the client that it names counts, in
  /// fields, logs and stages. Whoever is not allowed here is a client itself.
  std::optional<access_list> proxies;
  http_versions speaks;
  /// Its connections are encrypted.
  std::optional<tls_options> tls;
};

/// What a process takes on at once.
struct admission_options {
  /// Downstream connections of all loops together; beyond it, connections wait
  /// in the kernel's backlog. 0: as many as descriptors allow.
  std::size_t max_connections = 0;
};

} // namespace troupe::actors
