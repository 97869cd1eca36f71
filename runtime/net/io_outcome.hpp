#pragma once

#include <cstddef>
#include <cstdint>

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

} // namespace troupe::runtime::net
