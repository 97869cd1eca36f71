// The floor that scripts/bench compares proxies with: one thread, one epoll,
// an upstream connection for each client, octets forwarded unread.
//
//   bare_relay <port> <origin's port>        both on 127.0.0.1

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

// One for all connections; what a socket does not take at once is kept with it.
std::array<char, 48 * 1024> scratch;

struct pair;

struct side {
  pair* whole = nullptr;
  side* peer = nullptr;
  int fd = -1;
  bool ended = false;  // nothing more will be read
  std::string pending; // still to be written here
};

struct pair {
  side client;
  side origin;
  bool dead = false;
};

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

sockaddr_in loopback(const char* port) {
  auto address = sockaddr_in{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int tcp_socket() {
  auto fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  auto on = 1;
  if (fd >= 0)
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return fd;
}

void watch(int poll, side& x) {
  auto event = epoll_event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &x;
  if (epoll_ctl(poll, EPOLL_CTL_ADD, x.fd, &event) != 0)
    die("epoll_ctl");
}

bool would_block() {
  return errno == EAGAIN || errno == EINTR || errno == ENOTCONN;
}

/// Writes what it can, and keeps the rest.
void write_to(side& x, std::string_view octets) {
  auto n = send(x.fd, octets.data(), octets.size(), MSG_NOSIGNAL);
  if (n < 0 && !would_block()) {
    x.whole->dead = true;
    return;
  }
  octets.remove_prefix(n < 0 ? 0 : static_cast<std::size_t>(n));
  x.pending = octets;
}

/// Forwards until there is nothing to read or the peer takes no more.
void pump(side& from, bool closing) {
  auto& to = *from.peer;
  while (!from.whole->dead && !from.ended && to.pending.empty()) {
    auto n = recv(from.fd, scratch.data(), scratch.size(), 0);
    if (n < 0) {
      from.whole->dead = !would_block();
      return;
    }
    if (n == 0) {
      from.ended = true;
      shutdown(to.fd, SHUT_WR);
      from.whole->dead = to.ended;
      return;
    }
    auto size = static_cast<std::size_t>(n);
    write_to(to, {scratch.data(), size});
    if (size < scratch.size() && !closing)
      return; // edge-triggered: there was no more
  }
}

void on_event(side& x, std::uint32_t events) {
  if (x.whole->dead)
    return;
  if ((events & EPOLLOUT) != 0 && !x.pending.empty()) {
    write_to(x, std::string{x.pending});
    pump(*x.peer, true);
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
    pump(x, (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0);
}

bool accept_one(int poll, int listener, const sockaddr_in& origin) {
  auto fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0)
    return false;
  auto on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  auto up = tcp_socket();
  if (up < 0
      || (connect(up, reinterpret_cast<const sockaddr*>(&origin),
                  sizeof(origin))
            != 0
          && errno != EINPROGRESS))
    die("connect");
  auto* both = new pair;
  both->client = {both, &both->origin, fd, false, {}};
  both->origin = {both, &both->client, up, false, {}};
  watch(poll, both->client);
  watch(poll, both->origin);
  return true;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bare_relay <port> <origin's port>\n");
    return 2;
  }
  auto origin = loopback(argv[2]);
  auto here = loopback(argv[1]);
  auto listener = tcp_socket();
  auto on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(listener, reinterpret_cast<sockaddr*>(&here), sizeof(here)) != 0
      || listen(listener, 4096) != 0)
    die("listen");
  auto poll = epoll_create1(EPOLL_CLOEXEC);
  auto doorbell = epoll_event{};
  doorbell.events = EPOLLIN;
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &doorbell);

  auto events = std::array<epoll_event, 512>{};
  auto fallen = std::vector<pair*>{};
  for (;;) {
    auto n = epoll_wait(poll, events.data(), events.size(), -1);
    if (n < 0 && errno != EINTR)
      die("epoll_wait");
    for (auto i = 0; i < n; ++i) {
      auto& event = events[static_cast<std::size_t>(i)];
      if (event.data.ptr == nullptr) {
        while (accept_one(poll, listener, origin)) {
          // nop
        }
        continue;
      }
      auto& x = *static_cast<side*>(event.data.ptr);
      auto was_dead = x.whole->dead;
      on_event(x, event.events);
      if (x.whole->dead && !was_dead)
        fallen.push_back(x.whole);
    }
    // Not sooner: another event of this round may name them.
    for (auto* both : fallen) {
      close(both->client.fd);
      close(both->origin.fd);
      delete both;
    }
    fallen.clear();
  }
}
