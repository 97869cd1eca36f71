#pragma once

#include "runtime/buffer/byte_queue.hpp"
#include "runtime/net/io_outcome.hpp"

namespace troupe::runtime::buffer {

/// Writes what waits in `from` to whatever has a socket's may_write() and
/// write(), as far as it is taken: `done` if nothing is left, else why not.
/// `octets` of all writes.
template <class To>
net::io_outcome drain(byte_queue& from, To& to) {
  auto result = net::io_outcome{};
  while (!from.empty()) {
    if (!to.may_write()) {
      result.state = net::io_state::would_block;
      break;
    }
    auto out = to.write(from.front());
    if (out.state != net::io_state::done) {
      result.state = out.state;
      result.error = out.error;
      break;
    }
    from.consume(out.octets);
    result.octets += out.octets;
  }
  return result;
}

} // namespace troupe::runtime::buffer
