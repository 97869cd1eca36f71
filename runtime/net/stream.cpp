#include "runtime/net/stream.hpp"

#include "runtime/tls/channel.hpp"

#include <sys/socket.h>

#include <utility>

namespace troupe::runtime::net {

stream::stream() = default;
stream::stream(fd socket) noexcept : wire_{.socket = std::move(socket)} {}
stream::~stream() {
  close();
}
stream::stream(stream&&) noexcept = default;
stream& stream::operator=(stream&&) noexcept = default;

std::error_code stream::watch(loop::event_loop& loop, loop::io_handler& owner) {
  place_.reset();
  auto place = loop.watch(wire_.socket.get(), owner);
  if (!place)
    return place.error();
  place_ = *std::move(place);
  return {};
}

void stream::note(loop::readiness what) noexcept {
  wire_.note(what);
  if (what.writable && !settled_) {
    tls_->flush(wire_);
    update();
  }
}

io_outcome stream::read(std::span<std::byte> into) noexcept {
  if (!tls_)
    return wire_.read(into);
  auto result = tls_->read(wire_, into);
  update();
  return result;
}

io_state stream::peek() noexcept {
  if (!tls_)
    return wire_.peek();
  auto result = tls_->peek(wire_);
  update();
  return result;
}

io_outcome stream::write(codecs::octets from, bool more) noexcept {
  if (!tls_)
    return wire_.write(from, more);
  // Which is only read.
  auto part = iovec{const_cast<std::byte*>(from.data()), from.size()};
  return write({&part, 1}, more);
}

io_outcome stream::write(std::span<const iovec> parts, bool more) noexcept {
  if (!tls_)
    return wire_.write(parts, more);
  auto result = tls_->write(wire_, parts, more);
  update();
  return result;
}

void stream::shut_write() noexcept {
  if (!tls_) {
    wire_.shut_write();
    return;
  }
  tls_->shut_write(wire_);
  update();
}

void stream::close() noexcept {
  if (tls_ && wire_.socket)
    tls_->shut_write(wire_);
  tls_.reset();
  place_.reset_before_close();
  wire_.socket.reset();
  wire_.may_read = wire_.may_write = holds_ = false;
  settled_ = true;
}

void stream::abort() noexcept {
  const auto at_once = linger{.l_onoff = 1, .l_linger = 0};
  tls_.reset();
  if (wire_.socket)
    ::setsockopt(wire_.socket.get(), SOL_SOCKET, SO_LINGER, &at_once,
                 sizeof(at_once));
  close();
}

void stream::encrypt(std::unique_ptr<tls::channel> with) noexcept {
  tls_ = std::move(with);
}

void stream::update() noexcept {
  holds_ = tls_->holds();
  settled_ = tls_->settled();
}

} // namespace troupe::runtime::net
