#pragma once

#include "runtime/net/fd.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace troupe::runtime::net {

/// When the kernel asks a silent peer whether it is still there.
struct tcp_keepalive {
  std::chrono::seconds idle{60};
  std::chrono::seconds interval{15};
  int count = 4;
};

/// What is set on connections. Unix-domain sockets ignore what is TCP's.
struct socket_options {
  bool nodelay = true;
  std::optional<tcp_keepalive> keepalive = tcp_keepalive{};
  /// How routers are to treat what we send (RFC 2474), up to 63.
  std::optional<std::uint8_t> dscp;
  /// Octets that the kernel keeps of what is not sent, or not read. 0: as many
  /// as it thinks fit, which is best where nobody has measured.
  std::size_t send_buffer = 0;
  std::size_t receive_buffer = 0;
};

/// What a listening socket accepts inherits its options: set them there, once.
/// What the kernel refuses stays as it is.
void apply(const fd& socket, const socket_options& options) noexcept;

} // namespace troupe::runtime::net
