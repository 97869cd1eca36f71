#include "runtime/dns/channel.hpp"

#include <ares.h>
#include <poll.h>
#include <sys/time.h>

#include <string>

namespace troupe::runtime::dns {

namespace {

/// Octets of a UDP reply that no network between us and a server cuts (DNS flag
/// day 2020). Longer ones are asked for over TCP.
constexpr int max_udp_reply = 1232;

bool still_readable(int fd) {
  auto waits = pollfd{.fd = fd, .events = POLLIN, .revents = 0};
  return ::poll(&waits, 1, 0) == 1;
}

std::string as_list(const std::vector<net::address>& servers) {
  std::string result;
  for (auto& x : servers)
    result.append(result.empty() ? "" : ",").append(to_string(x));
  return result;
}

} // namespace

/// A socket of c-ares, which opens and closes it.
class channel::socket final : private loop::io_handler {
public:
  socket(channel& owner, int fd) : owner_(owner), fd_(fd) {
    // A socket that cannot be watched answers nothing, and is given up in time.
    if (auto watched = owner.loop_.watch(fd, *this))
      place_ = *std::move(watched);
  }

private:
  void on_ready(loop::readiness what) override { owner_.process(fd_, what); }

  channel& owner_;
  int fd_;
  loop::registration place_;
};

channel::channel(loop::event_loop& loop, const resolver_options& options)
  : loop_(loop) {
  static const auto library = ::ares_library_init(ARES_LIB_INIT_ALL);
  if (library != ARES_SUCCESS)
    return;
  auto x = ares_options{};
  x.flags = ARES_FLAG_EDNS;
  x.ednspsz = max_udp_reply;
  x.timeout = static_cast<int>(options.timeout.count());
  x.tries = static_cast<int>(options.attempts);
  x.sock_state_cb = on_state;
  x.sock_state_cb_data = this;
  auto hosts_file_first = std::string{"fb"};
  x.lookups = hosts_file_first.data();
  auto given = ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ | ARES_OPT_TIMEOUTMS
               | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
  if (!options.servers.empty())
    given |= ARES_OPT_DOMAINS; // none: those of resolv.conf are its servers'
  if (::ares_init_options(&ares_, &x, given) != ARES_SUCCESS)
    ares_ = nullptr;
  if (!ares_ || options.servers.empty())
    return;
  auto servers = as_list(options.servers);
  if (::ares_set_servers_ports_csv(ares_, servers.c_str()) != ARES_SUCCESS) {
    ::ares_destroy(ares_);
    ares_ = nullptr;
  }
}

channel::~channel() {
  if (!ares_)
    return;
  // Some versions touch freed memory if ares_destroy() ends what is under way.
  ::ares_cancel(ares_);
  ::ares_destroy(ares_);
}

/// Neither readable nor writable: it is about to be closed.
void channel::on_state(void* self, int fd, int readable, int writable) {
  auto& uut = *static_cast<channel*>(self);
  if (!readable && !writable)
    uut.sockets_.erase(fd);
  else if (writable || !uut.sockets_.contains(fd))
    uut.watch(fd);
}

/// Anew if it was watched already: edges that have passed are told again.
void channel::watch(int fd) {
  sockets_.erase(fd);
  sockets_.emplace(fd, std::make_unique<socket>(*this, fd));
}

/// The socket that called may be gone afterwards.
void channel::process(int fd, loop::readiness what) {
  ::ares_process_fd(ares_, what.readable || what.hung_up ? fd : ARES_SOCKET_BAD,
                    what.writable || what.broken ? fd : ARES_SOCKET_BAD);
  // Of a TCP reply it reads one piece a call and wants to be called again.
  if (sockets_.contains(fd) && still_readable(fd))
    watch(fd);
  arm();
}

void channel::on_timer() {
  ::ares_process_fd(ares_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  arm();
}

void channel::arm() {
  auto left = timeval{};
  if (::ares_timeout(ares_, nullptr, &left))
    loop_.arm(timer_, loop_.now() + std::chrono::seconds{left.tv_sec}
                        + std::chrono::microseconds{left.tv_usec});
  else
    timer_.cancel();
}

} // namespace troupe::runtime::dns
