#include "runtime/net/loopback_pair.hpp"

#include "runtime/net/connect.hpp"
#include "runtime/net/listening_socket.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace troupe::runtime::net {

namespace {

// For what the kernel does by itself; only a broken machine takes this long.
constexpr auto patience_ms = 5000;

void wait_for(const fd& socket, short what) {
  auto x = pollfd{.fd = socket.get(), .events = what, .revents = 0};
  if (::poll(&x, 1, patience_ms) <= 0)
    throw std::system_error{ETIMEDOUT, std::generic_category(), "loopback"};
}

template <class T>
T must(codecs::result<T, std::error_code> x, const char* what) {
  if (!x)
    throw std::system_error{x.error(), what};
  return *std::move(x);
}

} // namespace

loopback_pair loopback_pair::make() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends)
      != 0)
    throw std::system_error{errno, std::generic_category(), "socketpair"};
  return {.first = fd{ends[0]}, .second = fd{ends[1]}};
}

loopback_pair loopback_pair::make_tcp() {
  auto listener = listen_on(
    {.address = *address::parse("127.0.0.1:0"), .reuse_port = false});
  if (!listener)
    throw std::system_error{EADDRNOTAVAIL, std::generic_category(),
                            listener.error()};
  auto first = must(begin_connect(local_address(*listener), {}), "connect");
  wait_for(*listener, POLLIN);
  auto second = must(accept_from(*listener), "accept");
  apply(second.socket, {});
  wait_for(first.socket, POLLOUT);
  return {.first = std::move(first.socket), .second = std::move(second.socket)};
}

} // namespace troupe::runtime::net
