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

  carried carry(runtime::net::stream& from, runtime::net::stream& to,
                std::span<std::byte> scratch);

private:
  std::uint64_t octets_ = 0;
  bool ended_ = false; // the sender has
  bool told_ = false;  // the receiver was
};

} // namespace troupe::actors
