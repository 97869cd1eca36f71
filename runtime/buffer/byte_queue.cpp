#include "runtime/buffer/byte_queue.hpp"

#include <cassert>
#include <utility>

namespace troupe::runtime::buffer {

byte_queue::byte_queue(byte_queue&& other) noexcept
  : octets_(std::exchange(other.octets_, {})),
    consumed_(std::exchange(other.consumed_, 0)) {
  // nop
}

byte_queue& byte_queue::operator=(byte_queue&& other) noexcept {
  octets_ = std::exchange(other.octets_, {});
  consumed_ = std::exchange(other.consumed_, 0);
  return *this;
}

void byte_queue::append(codecs::octets more) {
  // Rather than grow, close the gap at the front; only once it is as large as
  // what follows, so that no octet is moved more often than others leave.
  const auto grows = octets_.size() + more.size() > octets_.capacity();
  if (grows && consumed_ >= size()) {
    octets_.erase(octets_.begin(),
                  octets_.begin() + static_cast<std::ptrdiff_t>(consumed_));
    consumed_ = 0;
  }
  octets_.insert(octets_.end(), more.begin(), more.end());
}

void byte_queue::consume(std::size_t n) noexcept {
  assert(n <= size() && "consumed more than there is");
  consumed_ += n;
  if (empty())
    clear();
}

void byte_queue::clear() noexcept {
  octets_ = std::vector<std::byte>{}; // unlike {}, which keeps the memory
  consumed_ = 0;
}

} // namespace troupe::runtime::buffer
