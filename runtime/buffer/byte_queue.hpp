#pragma once

#include "codecs/base/octets.hpp"

#include <cstddef>
#include <vector>

namespace troupe::runtime::buffer {

/// Octets that wait: in at the back, out at the front, contiguous. Holds no
/// memory while empty, so that an idle connection costs none.
class byte_queue {
public:
  bool empty() const noexcept { return size() == 0; }
  std::size_t size() const noexcept;

  void append(codecs::octets more);
  /// All that waits. Borrowed: valid until the queue is changed.
  codecs::octets front() const noexcept;
  void consume(std::size_t n) noexcept;
  void clear() noexcept;

private:
};

} // namespace troupe::runtime::buffer
