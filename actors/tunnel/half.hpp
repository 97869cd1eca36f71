#pragma once

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/net/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace troupe::actors {

/// What became of an attempt to carry octets.
enum class carried : std::uint8_t {
  some,    ///< and there may be more
  nothing, ///< one of the sockets must become ready first
  all,     ///< the sender has ended, and the receiver was told
  broken,  ///< one of the sockets is
};

/// One direction of a tunnel. Holds at most what one read brought, and brings
/// no more until the receiver has taken that.
class half {
public:
  runtime::buffer::byte_queue waiting;

  bool finished() const noexcept { return told_; }

  carried carry(runtime::net::stream& from, runtime::net::stream& to,
                std::span<std::byte> scratch);

private:
  bool ended_ = false; // the sender has
  bool told_ = false;  // the receiver was
};

} // namespace troupe::actors
