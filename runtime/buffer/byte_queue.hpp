#pragma once

#include "codecs/base/octets.hpp"

#include <cstddef>
#include <vector>

namespace troupe::runtime::buffer {

/// Octets that wait: in at the back, out at the front, contiguous. Holds no
/// memory while empty, so that an idle connection costs none.
class byte_queue {
public:
  byte_queue() = default;
  byte_queue(byte_queue&& other) noexcept;
  byte_queue& operator=(byte_queue&& other) noexcept;

  bool empty() const noexcept { return size() == 0; }
  std::size_t size() const noexcept { return octets_.size() - consumed_; }

  void append(codecs::octets more);
  /// All that waits. Borrowed: valid until the queue is changed.
  codecs::octets front() const noexcept {
    return codecs::octets{octets_}.subspan(consumed_);
  }
  /// At most what waits.
  void consume(std::size_t n) noexcept;
  void clear() noexcept;

private:
  std::vector<std::byte> octets_;
  std::size_t consumed_ = 0; // at their beginning
};

} // namespace troupe::runtime::buffer
