#include "runtime/net/socket_options.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace troupe::runtime::net {

namespace {

bool set(const fd& socket, int level, int option, int value) noexcept {
  return ::setsockopt(socket.get(), level, option, &value, sizeof(value)) == 0;
}

void apply_buffers(const fd& socket, const socket_options& options) noexcept {
  if (options.send_buffer > 0)
    set(socket, SOL_SOCKET, SO_SNDBUF, static_cast<int>(options.send_buffer));
  if (options.receive_buffer > 0)
    set(socket, SOL_SOCKET, SO_RCVBUF,
        static_cast<int>(options.receive_buffer));
}

void apply_dscp(const fd& socket, std::uint8_t dscp) noexcept {
  // The two bits below are for congestion notification. An IPv6 socket may
  // speak IPv4, too, and an IPv4 one refuses the second.
  set(socket, IPPROTO_IP, IP_TOS, dscp << 2);
  set(socket, IPPROTO_IPV6, IPV6_TCLASS, dscp << 2);
}

} // namespace

void apply(const fd& socket, const socket_options& options) noexcept {
  apply_buffers(socket, options);
  // The first refusal tells that it is no TCP socket.
  if (!set(socket, IPPROTO_TCP, TCP_NODELAY, options.nodelay ? 1 : 0))
    return;
  if (options.dscp)
    apply_dscp(socket, *options.dscp);
  if (!options.keepalive)
    return;
  const auto& x = *options.keepalive;
  set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set(socket, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(x.idle.count()));
  set(socket, IPPROTO_TCP, TCP_KEEPINTVL, static_cast<int>(x.interval.count()));
  set(socket, IPPROTO_TCP, TCP_KEEPCNT, x.count);
}

} // namespace troupe::runtime::net
