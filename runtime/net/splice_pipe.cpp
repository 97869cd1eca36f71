#include "runtime/net/splice_pipe.hpp"

#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>

namespace troupe::runtime::net {

namespace {

// As much as five of the pieces in which bodies are copied; the default of
// 64 KiB would fill up with a piece and a half.
constexpr auto wanted_capacity = 262144;

void ignore_broken_pipes() {
  struct sigaction present = {};
  if (::sigaction(SIGPIPE, nullptr, &present) == 0
      && present.sa_handler == SIG_DFL)
    ::signal(SIGPIPE, SIG_IGN);
}

ssize_t move_octets(const fd& from, const fd& to, std::size_t n,
                    unsigned flags) {
  for (;;) {
    const auto moved = ::splice(from.get(), nullptr, to.get(), nullptr, n,
                                SPLICE_F_MOVE | SPLICE_F_NONBLOCK | flags);
    if (moved >= 0 || errno != EINTR)
      return moved;
  }
}

bool blocks(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

std::optional<splice_pipe> splice_pipe::make() noexcept {
  [[maybe_unused]] static const auto once = (ignore_broken_pipes(), true);
  int ends[2];
  if (::pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
    return std::nullopt;
  auto read_end = fd{ends[0]};
  auto write_end = fd{ends[1]};
  // May be refused, for the user has a limit (pipe-user-pages-soft).
  ::fcntl(ends[1], F_SETPIPE_SZ, wanted_capacity);
  const auto got = ::fcntl(ends[1], F_GETPIPE_SZ);
  if (got <= 0)
    return std::nullopt;
  return splice_pipe{std::move(read_end), std::move(write_end),
                     static_cast<std::size_t>(got)};
}

io_outcome splice_pipe::fill(stream& from, std::size_t limit) noexcept {
  if (limit == 0)
    return {};
  const auto room = capacity_ - held_;
  if (room == 0)
    return {.state = io_state::would_block};
  const auto n
    = move_octets(from.wire_.socket, write_end_, std::min(limit, room), 0);
  if (n > 0) {
    held_ += static_cast<std::size_t>(n);
    return {.octets = static_cast<std::size_t>(n)};
  }
  if (n == 0) {
    from.wire_.may_read = false;
    return {.state = io_state::ended};
  }
  const auto why = errno;
  if (blocks(why)) {
    // Many small segments fill a pipe long before its capacity. Whether it is
    // that, or the socket is empty, we know only if nothing is in the pipe.
    if (held_ == 0)
      from.wire_.may_read = false;
    return {.state = io_state::would_block};
  }
  from.wire_.may_read = false;
  return {.state = io_state::failed, .error = why};
}

io_outcome splice_pipe::drain(stream& to, bool more) noexcept {
  auto done = std::size_t{0};
  // A short count does not tell that the socket is full: ask until it says so,
  // or it would not announce that it has room again.
  while (held_ > 0) {
    const auto n = move_octets(read_end_, to.wire_.socket, held_,
                               more ? SPLICE_F_MORE : 0u);
    if (n > 0) {
      done += static_cast<std::size_t>(n);
      held_ -= static_cast<std::size_t>(n);
      continue;
    }
    const auto why = n == 0 ? EPIPE : errno;
    to.wire_.may_write = false;
    if (!blocks(why))
      return {.state = io_state::failed, .octets = done, .error = why};
    if (done == 0)
      return {.state = io_state::would_block};
    break;
  }
  return {.octets = done};
}

} // namespace troupe::runtime::net
