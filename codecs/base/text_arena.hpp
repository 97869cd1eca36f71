#pragma once

#include "codecs/base/block_pool.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace troupe::codecs {

/// Room for texts that live as long as each other. What was handed out never
/// moves; clear() takes all of it back and keeps the memory, so that the same
/// texts, taken again, cost no allocation.
class text_arena {
public:
  /// Borrowed: valid until clear().
  char* take(std::size_t size);

  void clear() noexcept {
    block_ = 0;
    used_ = 0;
  }

private:
  struct give_back {
    void operator()(char* x) const noexcept { block_pool::give(x, size); }
    std::size_t size = 0;
  };
  using block = std::unique_ptr<char[], give_back>;

  std::vector<block, pool_allocator<block>> blocks_;
  std::size_t block_ = 0; // the one in use; blocks_.size() if there is none
  std::size_t used_ = 0;  // of that one
};

} // namespace troupe::codecs
