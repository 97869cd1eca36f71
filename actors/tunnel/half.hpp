#pragma once

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/net/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace troupe::actors {

/// What became of an attempt to carry octets.
enum class carried : std::uint8_t {
  some,          ///< and there may be more
  nothing,       ///< one of the sockets must become ready first
  all,           ///< the sender has ended, and the receiver was told
  lost_sender,   ///< its socket is broken
  lost_receiver, ///< likewise
};

/// One direction of a tunnel. Holds at most what one read brought, and brings
/// no more until the receiver has taken that.
class half {
public:
  runtime::buffer::byte_queue waiting;

  bool finished() const noexcept { return told_; }
  /// That came, on their way or not.
  std::uint64_t octets() const noexcept { return octets_; }

  /// Both are a runtime::net::stream, or read and written like one.
  template <class From, class To>
  carried carry(From& from, To& to, std::span<std::byte> scratch);

private:
  std::uint64_t octets_ = 0;
  bool ended_ = false; // the sender has
  bool told_ = false;  // the receiver was
};

template <class From, class To>
carried half::carry(From& from, To& to, std::span<std::byte> scratch) {
  using runtime::net::io_state;
  if (told_)
    return carried::all;
  if (!waiting.empty()) {
    if (!to.may_write())
      return carried::nothing;
    auto out = to.write(waiting.front());
    if (out.state == io_state::failed)
      return carried::lost_receiver;
    if (out.state == io_state::would_block)
      return carried::nothing;
    waiting.consume(out.octets);
    return carried::some;
  }
  if (ended_) {
    to.shut_write();
    told_ = to.settled();
    return told_ ? carried::all : carried::nothing;
  }
  if (!from.may_read())
    return carried::nothing;
  auto in = from.read(scratch);
  switch (in.state) {
    case io_state::would_block: return carried::nothing;
    case io_state::failed: return carried::lost_sender;
    case io_state::ended: ended_ = true; return carried::some;
    case io_state::done: break;
  }
  octets_ += in.octets;
  auto piece = codecs::octets{scratch.first(in.octets)};
  auto out = to.write(piece);
  if (out.state == io_state::failed)
    return carried::lost_receiver;
  if (out.state == io_state::done)
    piece = piece.subspan(out.octets);
  if (!piece.empty())
    waiting.append(piece);
  return carried::some;
}

} // namespace troupe::actors
