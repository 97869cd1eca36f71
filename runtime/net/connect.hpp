#pragma once

#include "runtime/net/address.hpp"
#include "runtime/net/fd.hpp"
#include "runtime/net/socket_options.hpp"

#include "codecs/base/result.hpp"

#include <optional>
#include <system_error>

namespace troupe::runtime::net {

struct connect_options {
  socket_options socket;
  std::optional<address> bind; ///< source address, port 0 for any
  /// Data goes with the first segment to peers that know us (RFC 7413). Such a
  /// connection seems to stand at once; that it does not, its first write
  /// tells.
  bool fast_open = false;
};

struct connecting {
  fd socket;         ///< non-blocking
  bool done = false; ///< at once, as Unix-domain sockets do
};

/// Begins to connect. When the socket becomes writable, connect_result() says
/// how it went; who waits for that, and how long, is the caller's affair.
codecs::result<connecting, std::error_code>
begin_connect(const address& to, const connect_options& options);

/// No error if the connection stands.
std::error_code connect_result(const fd& socket) noexcept;

} // namespace troupe::runtime::net
