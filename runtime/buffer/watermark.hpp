#pragma once

#include <cstddef>

namespace troupe::runtime::buffer {

/// Two marks and which side we are on: a writer that has gone above the high
/// one pauses, until what waits has fallen to the low one.
class watermark {
public:
  struct marks {
    std::size_t low = 0;
    std::size_t high = 65536;
  };

  enum class edge { none, rose, fell };

  explicit watermark(marks m) noexcept : marks_(m) {}

  bool above() const noexcept { return above_; }
  /// So much waits now. Tells when that crosses a mark, once each time.
  edge note(std::size_t waiting) noexcept;

private:
  marks marks_;
  bool above_ = false;
};

} // namespace troupe::runtime::buffer
