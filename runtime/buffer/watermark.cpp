#include "runtime/buffer/watermark.hpp"

namespace troupe::runtime::buffer {

watermark::edge watermark::note(std::size_t waiting) noexcept {
  if (!above_ && waiting > marks_.high) {
    above_ = true;
    return edge::rose;
  }
  if (above_ && waiting <= marks_.low) {
    above_ = false;
    return edge::fell;
  }
  return edge::none;
}

} // namespace troupe::runtime::buffer
