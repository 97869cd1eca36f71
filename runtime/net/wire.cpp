#include "runtime/net/wire.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace troupe::runtime::net {

namespace {

/// Calls until no signal interrupts.
template <class Call>
ssize_t uninterrupted(Call call) {
  auto n = call();
  while (n < 0 && errno == EINTR)
    n = call();
  return n;
}

/// What errno says, with the flag that it concerns.
io_outcome refused(bool& may) {
  const auto why = errno;
  may = false;
  if (why == EAGAIN || why == EWOULDBLOCK)
    return {.state = io_state::would_block};
  return {.state = io_state::failed, .error = why};
}

int flags_of_write(bool more) {
  return more ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL;
}

io_outcome moved(ssize_t n) {
  return {.state = io_state::done, .octets = static_cast<std::size_t>(n)};
}

} // namespace

void wire::note(loop::readiness what) noexcept {
  if (what.readable || what.hung_up)
    may_read = true;
  if (what.writable)
    may_write = true;
  if (what.hung_up)
    hung_up = true;
}

io_outcome wire::read(std::span<std::byte> into) noexcept {
  if (into.empty())
    return {};
  const auto n = uninterrupted(
    [&] { return ::recv(socket.get(), into.data(), into.size(), 0); });
  if (n < 0)
    return refused(may_read);
  if (n == 0) {
    may_read = false;
    return {.state = io_state::ended};
  }
  // The end of what is there, unless there is the end of everything: that one
  // is not announced again.
  if (static_cast<std::size_t>(n) < into.size() && !hung_up)
    may_read = false;
  return moved(n);
}

io_state wire::peek() noexcept {
  auto first = std::byte{};
  const auto n = uninterrupted(
    [&] { return ::recv(socket.get(), &first, sizeof(first), MSG_PEEK); });
  if (n < 0)
    return refused(may_read).state;
  return n == 0 ? io_state::ended : io_state::done;
}

io_outcome wire::write(codecs::octets from, bool more) noexcept {
  if (from.empty())
    return {};
  const auto n = uninterrupted([&] {
    return ::send(socket.get(), from.data(), from.size(), flags_of_write(more));
  });
  if (n < 0)
    return refused(may_write);
  if (static_cast<std::size_t>(n) < from.size())
    may_write = false;
  return moved(n);
}

io_outcome wire::write(std::span<const iovec> parts, bool more) noexcept {
  const auto taken = parts.first(std::min(parts.size(), std::size_t{IOV_MAX}));
  auto wanted = std::size_t{0};
  for (const auto& part : taken)
    wanted += part.iov_len;
  if (wanted == 0)
    return {};
  auto message = msghdr{};
  message.msg_iov = const_cast<iovec*>(taken.data()); // which it only reads
  message.msg_iovlen = taken.size();
  const auto n = uninterrupted(
    [&] { return ::sendmsg(socket.get(), &message, flags_of_write(more)); });
  if (n < 0)
    return refused(may_write);
  if (static_cast<std::size_t>(n) < wanted)
    may_write = false;
  return moved(n);
}

void wire::shut_write() noexcept {
  ::shutdown(socket.get(), SHUT_WR);
  may_write = false;
}

} // namespace troupe::runtime::net
