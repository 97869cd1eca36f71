#pragma once

#include <chrono>
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
};

} // namespace troupe::runtime::net
