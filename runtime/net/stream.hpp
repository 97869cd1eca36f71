#pragma once

#include "runtime/net/wire.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <system_error>

namespace troupe::runtime::tls {

class channel;

} // namespace troupe::runtime::tls

namespace troupe::runtime::net {

/// A connection and its place in a loop, encrypted or not. Readiness is
/// remembered, for the loop tells each edge once: whoever does not read now may
/// read later, and is not told again. Octets of a socket are not buffered here;
/// TLS keeps what it has read of a record, and what of its own the socket did
/// not take.
class stream {
public:
  stream();
  explicit stream(fd socket) noexcept;
  ~stream();
  stream(stream&&) noexcept;
  stream& operator=(stream&&) noexcept;

  explicit operator bool() const noexcept {
    return static_cast<bool>(wire_.socket);
  }
  const fd& socket() const noexcept { return wire_.socket; }

  /// Leaves the loop where it was watched before.
  std::error_code watch(loop::event_loop& loop, loop::io_handler& owner);
  bool watched() const noexcept { return static_cast<bool>(place_); }
  void hand_over(loop::io_handler& owner) noexcept { place_.hand_over(owner); }

  /// For the owner's on_ready.
  void note(loop::readiness what) noexcept;
  /// As far as we know; both begin as true for an accepted socket.
  bool may_read() const noexcept { return wire_.may_read || holds_; }
  bool may_write() const noexcept { return wire_.may_write; }
  /// Whether all that was written is with the kernel. If not, the loop tells
  /// when there is room: only then may the connection be closed.
  bool settled() const noexcept { return settled_; }

  /// After `ended` and `failed`, may_read() is false.
  io_outcome read(std::span<std::byte> into) noexcept;
  /// How a read would come out, which takes nothing.
  io_state peek() noexcept;
  /// `more` follows, or the end: the kernel may wait for it, so that both leave
  /// in one packet.
  io_outcome write(codecs::octets from, bool more = false) noexcept;
  /// In one piece, in order; a short count is an ordinary outcome.
  io_outcome write(std::span<const iovec> parts, bool more = false) noexcept;

  /// Says that we shall send no more; the peer may still.
  void shut_write() noexcept;
  /// TLS is told first, as far as that is possible at once.
  void close() noexcept;
  /// Closes so that the peer learns that something went wrong (RST).
  void abort() noexcept;

  // -- TLS

  /// From now on all goes through it.
  void encrypt(std::unique_ptr<tls::channel> with) noexcept;
  /// nullptr: the connection is not encrypted.
  tls::channel* encryption() const noexcept { return tls_.get(); }
  /// For its handshake.
  wire& under() noexcept { return wire_; }
  /// What handshake() has changed.
  void update() noexcept;

private:
  friend class splice_pipe;

  wire wire_;
  loop::registration place_;
  std::unique_ptr<tls::channel> tls_;
  bool holds_ = false; // octets that no readiness tells of
  bool settled_ = true;
};

} // namespace troupe::runtime::net
