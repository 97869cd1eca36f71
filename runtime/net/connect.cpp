#include "runtime/net/connect.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace troupe::runtime::net {

namespace {

std::error_code last_error() {
  return {errno, std::generic_category()};
}

std::error_code bind_source(const fd& socket, const address& source) {
  // The port is then chosen when we connect, and may be one that connections
  // to other peers use: there are more than 64 K.
  if (const auto yes = 1; source.port() == 0)
    ::setsockopt(socket.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes,
                 sizeof(yes));
  if (::bind(socket.get(), source.raw(), source.raw_length()) != 0)
    return last_error();
  return {};
}

} // namespace

codecs::result<connecting, std::error_code>
begin_connect(const address& to, const connect_options& options) {
  if (to.kind() == address::family::none)
    return std::make_error_code(std::errc::destination_address_required);
  auto socket = fd{::socket(to.raw()->sa_family,
                            SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket)
    return last_error();
  apply(socket, options.socket);
  if (const auto yes = 1; options.fast_open)
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &yes,
                 sizeof(yes));
  if (options.bind)
    if (auto failed = bind_source(socket, *options.bind))
      return failed;
  if (::connect(socket.get(), to.raw(), to.raw_length()) == 0)
    return connecting{.socket = std::move(socket), .done = true};
  if (errno == EINPROGRESS || errno == EINTR)
    return connecting{.socket = std::move(socket), .done = false};
  return last_error();
}

std::error_code connect_result(const fd& socket) noexcept {
  auto error = 0;
  auto length = socklen_t{sizeof(error)};
  if (::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &length) != 0)
    return last_error();
  if (error != 0)
    return {error, std::generic_category()};
  // No error may also mean that it was told before, or that it still tries.
  auto peer = sockaddr_storage{};
  length = sizeof(peer);
  if (::getpeername(socket.get(), reinterpret_cast<sockaddr*>(&peer), &length)
      != 0)
    return last_error();
  return {};
}

} // namespace troupe::runtime::net
