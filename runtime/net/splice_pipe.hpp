#pragma once

#include "runtime/net/stream.hpp"

#include <cstddef>
#include <optional>
#include <utility>

namespace troupe::runtime::net {

/// Moves octets from one socket to another inside the kernel (splice(2)).
/// What was taken in and not yet given out waits in the pipe, at most
/// `capacity()` octets. Costs two descriptors; make one for large bodies only,
/// and use it again once it is empty. The process ignores SIGPIPE from the
/// first one on, for splice(2) cannot be asked to do without.
class splice_pipe {
public:
  /// Nothing if there are no descriptors left: then copy.
  static std::optional<splice_pipe> make() noexcept;

  std::size_t held() const noexcept { return held_; }
  std::size_t capacity() const noexcept { return capacity_; }

  /// At most `limit` octets from the socket into the pipe. A short count tells
  /// nothing here; would_block means that the pipe is full unless
  /// `from.may_read()` became false.
  io_outcome fill(stream& from, std::size_t limit) noexcept;
  /// From the pipe to the socket, all that it takes. `more` says that further
  /// octets follow soon.
  io_outcome drain(stream& to, bool more) noexcept;

private:
  splice_pipe(fd read_end, fd write_end, std::size_t capacity) noexcept
    : read_end_(std::move(read_end)), write_end_(std::move(write_end)),
      capacity_(capacity) {}

  fd read_end_;
  fd write_end_;
  std::size_t held_ = 0;
  std::size_t capacity_ = 0;
};

} // namespace troupe::runtime::net
