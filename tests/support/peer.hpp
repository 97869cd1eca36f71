#pragma once

#include "runtime/net/fd.hpp"

#include <boost/test/unit_test.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::test {

/// The far end of a connection, in the hands of a test. Never blocks.
class peer {
public:
  enum class line { open, ended, reset };

  peer() = default;
  explicit peer(runtime::net::fd socket) : socket_(std::move(socket)) {}

  explicit operator bool() const noexcept { return bool{socket_}; }
  int number() const noexcept { return socket_.get(); }

  // -- what it does -----------------------------------------------------------

  /// As much as the socket takes.
  std::size_t write_some(std::string_view text) {
    auto n = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    return n < 0 ? 0 : static_cast<std::size_t>(n);
  }
  void write(std::string_view text) {
    BOOST_TEST_REQUIRE(write_some(text) == text.size());
  }
  void shut() { ::shutdown(socket_.get(), SHUT_WR); }
  void close() { socket_.reset(); }
  void reset() {
    const auto at_once = linger{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once,
                 sizeof(at_once));
    close();
  }

  // -- what it hears ----------------------------------------------------------

  /// Reads what is there, at most so much.
  void read(std::size_t most = std::string::npos) {
    auto piece = std::array<char, 65536>{};
    while (most > 0 && line_ == line::open) {
      auto n
        = ::recv(socket_.get(), piece.data(), std::min(most, piece.size()), 0);
      if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
      if (n <= 0) {
        line_ = n == 0 ? line::ended : line::reset;
        return;
      }
      heard_.append(piece.data(), static_cast<std::size_t>(n));
      most -= static_cast<std::size_t>(n);
    }
  }
  std::string take() { return std::exchange(heard_, {}); }
  const std::string& heard() const noexcept { return heard_; }
  line state() const noexcept { return line_; }

  /// For what the kernel does by itself.
  void wait() {
    auto x = pollfd{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    ::poll(&x, 1, 1);
  }

private:
  runtime::net::fd socket_;
  std::string heard_;
  line line_ = line::open;
};

inline std::ostream& operator<<(std::ostream& out, peer::line x) {
  static constexpr const char* words[] = {"open", "ended", "reset"};
  return out << words[static_cast<int>(x)];
}

} // namespace troupe::test
