#include "runtime/net/stream.hpp"

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

std::error_code stream::watch(loop::event_loop& loop, loop::io_handler& owner) {
  place_.reset();
  auto place = loop.watch(socket_.get(), owner);
  if (!place)
    return place.error();
  place_ = *std::move(place);
  return {};
}

void stream::note(loop::readiness what) noexcept {
  if (what.readable || what.hung_up)
    may_read_ = true;
  if (what.writable)
    may_write_ = true;
  if (what.hung_up)
    hung_up_ = true;
}

io_outcome stream::read(std::span<std::byte> into) noexcept {
  if (into.empty())
    return {};
  const auto n = uninterrupted(
    [&] { return ::recv(socket_.get(), into.data(), into.size(), 0); });
  if (n < 0)
    return refused(may_read_);
  if (n == 0) {
    may_read_ = false;
    return {.state = io_state::ended};
  }
  // The end of what is there, unless there is the end of everything: that one
  // is not announced again.
  if (static_cast<std::size_t>(n) < into.size() && !hung_up_)
    may_read_ = false;
  return moved(n);
}

io_state stream::peek() noexcept {
  auto first = std::byte{};
  const auto n = uninterrupted(
    [&] { return ::recv(socket_.get(), &first, sizeof(first), MSG_PEEK); });
  if (n < 0)
    return refused(may_read_).state;
  return n == 0 ? io_state::ended : io_state::done;
}

io_outcome stream::write(codecs::octets from, bool more) noexcept {
  if (from.empty())
    return {};
  const auto n = uninterrupted([&] {
    return ::send(socket_.get(), from.data(), from.size(),
                  flags_of_write(more));
  });
  if (n < 0)
    return refused(may_write_);
  if (static_cast<std::size_t>(n) < from.size())
    may_write_ = false;
  return moved(n);
}

io_outcome stream::write(std::span<const iovec> parts, bool more) noexcept {
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
    [&] { return ::sendmsg(socket_.get(), &message, flags_of_write(more)); });
  if (n < 0)
    return refused(may_write_);
  if (static_cast<std::size_t>(n) < wanted)
    may_write_ = false;
  return moved(n);
}

void stream::shut_write() noexcept {
  ::shutdown(socket_.get(), SHUT_WR);
  may_write_ = false;
}

void stream::close() noexcept {
  place_.reset_before_close();
  socket_.reset();
  may_read_ = false;
  may_write_ = false;
}

void stream::abort() noexcept {
  const auto at_once = linger{.l_onoff = 1, .l_linger = 0};
  if (socket_)
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once,
                 sizeof(at_once));
  close();
}

} // namespace troupe::runtime::net
