#pragma once

#include <cstddef>

namespace troupe::actors {

/// One after the other. Each loop starts somewhere else, lest all of them send
/// their first requests to the same backend.
class round_robin {
public:
  explicit round_robin(std::size_t start = 0) noexcept : next_(start) {}

  /// The index of the next of `count` backends; `count` is not zero.
  std::size_t pick(std::size_t count) noexcept {
    if (next_ >= count)
      next_ %= count;
    return next_++;
  }

private:
  std::size_t next_;
};

} // namespace troupe::actors
