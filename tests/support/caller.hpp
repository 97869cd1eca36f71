#pragma once

#include "runtime/net/connect.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::test {

/// A client that waits, for who has threads of its own: much longer than any of
/// that takes. What should not be is thrown, for assertions belong to one
/// thread.
class caller {
public:
  static constexpr auto patience = std::chrono::seconds{20};

  explicit caller(const runtime::net::address& to) {
    auto begun = runtime::net::begin_connect(to, {});
    demand(begun.ok(), "nobody to connect to");
    socket_ = std::move(begun->socket);
    wait(POLLOUT);
    demand(!runtime::net::connect_result(socket_), "not connected");
  }

  void say(std::string_view text) {
    auto n = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    demand(n == static_cast<ssize_t>(text.size()), "not all was sent");
  }

  /// Until that ending, or until the connection ends, which shows as a dot.
  std::string hear(std::string_view ending) {
    auto all = std::string{};
    while (ending.empty() || !all.ends_with(ending))
      if (!hear_more(all))
        return all + '.';
    return all;
  }

  /// A response whose head tells how long it is.
  std::string hear_response() {
    constexpr std::string_view length = "\r\nContent-Length: ";
    auto all = std::string{};
    auto head = std::string::npos;
    while ((head = all.find("\r\n\r\n")) == all.npos)
      if (!hear_more(all))
        return all + '.';
    auto at = all.find(length);
    demand(at < head, "a response without a length: " + all);
    auto body = std::strtoul(all.c_str() + at + length.size(), nullptr, 10);
    while (all.size() < head + 4 + body)
      if (!hear_more(all))
        return all + '.';
    return all;
  }

private:
  bool hear_more(std::string& to) {
    auto piece = std::array<char, 4096>{};
    wait(POLLIN);
    auto n = ::recv(socket_.get(), piece.data(), piece.size(), 0);
    if (n > 0)
      to.append(piece.data(), static_cast<std::size_t>(n));
    return n > 0;
  }

  void wait(short what) {
    auto x = pollfd{.fd = socket_.get(), .events = what, .revents = 0};
    auto limit = std::chrono::milliseconds{patience}.count();
    demand(::poll(&x, 1, static_cast<int>(limit)) > 0, "nothing comes");
  }

  static void demand(bool holds, const std::string& otherwise) {
    if (!holds)
      throw std::runtime_error{otherwise};
  }

  runtime::net::fd socket_;
};

} // namespace troupe::test
