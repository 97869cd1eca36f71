#include "runtime/net/listening_socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

namespace troupe::runtime::net {

namespace {

std::error_code last_error() {
  return {errno, std::generic_category()};
}

bool set(const fd& socket, int level, int option, int value) {
  return ::setsockopt(socket.get(), level, option, &value, sizeof(value)) == 0;
}

/// bind(2) with what goes before.
codecs::result<fd, std::error_code> bind_to(const address& where,
                                            const listen_options& options) {
  auto socket = fd{::socket(where.raw()->sa_family,
                            SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!socket)
    return last_error();
  if (where.kind() != address::family::unix_path) {
    if (!set(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        || (options.reuse_port && !set(socket, SOL_SOCKET, SO_REUSEPORT, 1)))
      return last_error();
    if (where.kind() == address::family::ipv6
        && !set(socket, IPPROTO_IPV6, IPV6_V6ONLY, options.v6_only ? 1 : 0))
      return last_error();
  }
  if (::bind(socket.get(), where.raw(), where.raw_length()) != 0)
    return last_error();
  return socket;
}

/// What "*" means where there is no IPv6.
std::optional<address> without_ipv6(const listen_options& options) {
  const auto& x = options.address;
  if (options.v6_only || x.kind() != address::family::ipv6 || x.host() != "::")
    return std::nullopt;
  return *address::parse("0.0.0.0:" + std::to_string(x.port()));
}

/// A socket's file outlives a process that fell. Anything else is left alone,
/// and so is a file on which somebody listens, however busy.
bool is_stale(const address& where) {
  struct stat file = {};
  if (::lstat(where.path().c_str(), &file) != 0 || !S_ISSOCK(file.st_mode))
    return false;
  const auto probe
    = fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  return probe && ::connect(probe.get(), where.raw(), where.raw_length()) != 0
         && errno == ECONNREFUSED;
}

codecs::result<fd, std::error_code> bind_unix(const listen_options& options) {
  const auto& where = options.address;
  auto socket = bind_to(where, options);
  if (!socket && socket.error() == std::errc::address_in_use
      && is_stale(where)) {
    ::unlink(where.path().c_str());
    socket = bind_to(where, options);
  }
  // Before listen(2), so that nobody comes in through the wrong permissions.
  if (socket
      && ::chmod(where.path().c_str(), static_cast<mode_t>(options.unix_mode))
           != 0)
    return last_error();
  return socket;
}

codecs::result<fd, std::error_code> bind_ip(const listen_options& options) {
  auto socket = bind_to(options.address, options);
  if (!socket
      && (socket.error() == std::errc::address_family_not_supported
          || socket.error() == std::errc::address_not_available))
    if (auto other = without_ipv6(options))
      return bind_to(*other, options);
  return socket;
}

/// Whether accept(2) tells of a connection that is gone, not of the socket.
bool concerns_one_connection(int error) {
  switch (error) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case EPERM: // a firewall rule
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case ENETUNREACH: return true;
    default: return false;
  }
}

template <class Getter>
address ask(Getter getter, const fd& socket) {
  auto raw = sockaddr_storage{};
  auto length = socklen_t{sizeof(raw)};
  auto* generic = reinterpret_cast<sockaddr*>(&raw);
  if (getter(socket.get(), generic, &length) != 0)
    return {};
  return address::from_raw(generic, length);
}

} // namespace

codecs::result<fd, std::string> listen_on(const listen_options& options) {
  const auto& where = options.address;
  const auto refused = [&where](std::error_code why) {
    return to_string(where) + ": " + why.message();
  };
  if (where.kind() == address::family::none)
    return refused(std::make_error_code(std::errc::invalid_argument));
  auto socket = where.kind() == address::family::unix_path ? bind_unix(options)
                                                           : bind_ip(options);
  if (!socket)
    return refused(socket.error());
  if (options.fast_open > 0)
    set(*socket, IPPROTO_TCP, TCP_FASTOPEN, options.fast_open);
  if (::listen(socket->get(), options.backlog) != 0)
    return refused(last_error());
  return *std::move(socket);
}

std::optional<std::string> taken_by_others(const listen_options& options) {
  if (options.address.kind() == address::family::unix_path
      || options.address.port() == 0)
    return std::nullopt;
  auto alone = options;
  alone.reuse_port = false;
  // Bound and dropped: nobody can connect to what does not listen.
  if (auto probe = bind_ip(alone);
      !probe && probe.error() == std::errc::address_in_use)
    return to_string(options.address) + ": " + probe.error().message();
  return std::nullopt;
}

address local_address(const fd& socket) {
  return ask(::getsockname, socket);
}

address peer_address(const fd& socket) {
  return ask(::getpeername, socket);
}

codecs::result<accepted, std::error_code> accept_from(const fd& listener) {
  for (;;) {
    auto raw = sockaddr_storage{};
    auto length = socklen_t{sizeof(raw)};
    auto* generic = reinterpret_cast<sockaddr*>(&raw);
    auto socket = fd{::accept4(listener.get(), generic, &length,
                               SOCK_NONBLOCK | SOCK_CLOEXEC)};
    if (socket)
      return accepted{.socket = std::move(socket),
                      .peer = address::from_raw(generic, length)};
    if (!concerns_one_connection(errno))
      return last_error();
  }
}

} // namespace troupe::runtime::net
