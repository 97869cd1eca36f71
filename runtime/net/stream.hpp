#pragma once

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/fd.hpp"

#include "codecs/base/octets.hpp"
#include "codecs/base/result.hpp"

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <utility>

namespace troupe::runtime::net {

enum class io_state : std::uint8_t {
  done,        ///< some octets moved; a short read tells that no more are there
  would_block, ///< none now; the loop will tell
  ended,       ///< reading: the peer will send no more
  failed,      ///< the connection is broken; `error` says how
};

struct io_outcome {
  io_state state = io_state::done;
  std::size_t octets = 0;
  int error = 0; ///< errno, with failed
};

/// A connected socket and its place in a loop. Readiness is remembered, for the
/// loop tells each edge once: whoever does not read now may read later, and is
/// not told again. Nothing is buffered here.
class stream {
public:
  stream() = default;
  explicit stream(fd socket) noexcept : socket_(std::move(socket)) {}
  ~stream() { close(); }
  stream(stream&&) noexcept = default;
  stream& operator=(stream&&) noexcept = default;

  explicit operator bool() const noexcept { return static_cast<bool>(socket_); }
  const fd& socket() const noexcept { return socket_; }

  /// Leaves the loop where it was watched before.
  std::error_code watch(loop::event_loop& loop, loop::io_handler& owner);
  bool watched() const noexcept { return static_cast<bool>(place_); }
  void hand_over(loop::io_handler& owner) noexcept { place_.hand_over(owner); }

  /// For the owner's on_ready.
  void note(loop::readiness what) noexcept;
  /// As far as we know; both begin as true for an accepted socket.
  bool may_read() const noexcept { return may_read_; }
  bool may_write() const noexcept { return may_write_; }

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
  void close() noexcept;
  /// Closes so that the peer learns that something went wrong (RST).
  void abort() noexcept;

private:
  friend class splice_pipe;
  fd socket_;
  loop::registration place_;
  bool may_read_ = true;
  bool may_write_ = true;
  bool hung_up_ = false;
};

} // namespace troupe::runtime::net
