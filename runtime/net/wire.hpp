#pragma once

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/fd.hpp"
#include "runtime/net/io_outcome.hpp"

#include "codecs/base/octets.hpp"

#include <sys/uio.h>

#include <span>

namespace troupe::runtime::net {

/// A connected socket that does not block, and what is known of its readiness:
/// the loop tells each edge once. What stream reads and writes, if it is not
/// encrypted, and what lies under the encryption if it is.
struct wire {
  fd socket;
  bool may_read = true; ///< as far as we know; true for an accepted socket
  bool may_write = true;
  bool hung_up = false; ///< the peer's end is on its way, or here

  void note(loop::readiness what) noexcept;

  /// After `ended` and `failed`, may_read is false.
  io_outcome read(std::span<std::byte> into) noexcept;
  /// How a read would come out, which takes nothing.
  io_state peek() noexcept;
  /// `more` follows, or the end: the kernel may wait for it, so that both leave
  /// in one packet.
  io_outcome write(codecs::octets from, bool more) noexcept;
  /// In one piece, in order; a short count is an ordinary outcome.
  io_outcome write(std::span<const iovec> parts, bool more) noexcept;
  void shut_write() noexcept;
};

} // namespace troupe::runtime::net
