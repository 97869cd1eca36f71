#pragma once

#include "runtime/net/address.hpp"
#include "runtime/net/fd.hpp"
#include "runtime/net/socket_options.hpp"

#include "codecs/base/result.hpp"

#include <optional>
#include <string>
#include <system_error>

namespace troupe::runtime::net {

struct listen_options {
  net::address address;
  int backlog = 4096; ///< the kernel caps it at net.core.somaxconn
  /// Each loop binds a socket of its own, and the kernel spreads connections
  /// over them. Not for Unix-domain sockets, which loops share.
  bool reuse_port = true;
  bool v6_only = false;
  int unix_mode = 0666; ///< permissions of a Unix-domain socket's file
  /// Connections that have sent data with their first segment, and are not
  /// known to be genuine yet (RFC 7413). 0: none may.
  int fast_open = 0;
};

/// Binds and listens, non-blocking. A stale Unix-domain socket file, on which
/// nobody listens, is replaced. The error is a sentence with the address.
codecs::result<fd, std::string> listen_on(const listen_options& options);

/// Whether somebody listens there already: with SO_REUSEPORT the kernel would
/// let us, too, and share the connections out without a word. The sentence,
/// then.
std::optional<std::string> taken_by_others(const listen_options& options);

/// Where it is bound: tells the port if 0 was asked for.
address local_address(const fd& socket);
/// Nowhere if it is not connected.
address peer_address(const fd& socket);

struct accepted {
  fd socket; ///< non-blocking; empty with an error
  address peer;
};

/// The next connection. Errors that concern only that connection
/// (ECONNABORTED and its kin) are passed over; would_block and the exhaustion
/// of descriptors or memory (EMFILE, ENFILE, ENOBUFS, ENOMEM) are told.
codecs::result<accepted, std::error_code> accept_from(const fd& listener);

} // namespace troupe::runtime::net
