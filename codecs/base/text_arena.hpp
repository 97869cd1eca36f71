#pragma once

#include "codecs/base/block_pool.hpp"

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace troupe::codecs {

/// Room for texts that live as long as each other. What was handed out never
/// moves; clear() takes all of it back and keeps the memory, so that the same
/// texts, taken again, cost no allocation.
class text_arena {
public:
  text_arena() = default;
  text_arena(text_arena&& x) noexcept { swap(x); }
  text_arena& operator=(text_arena&& x) noexcept {
    swap(x);
    return *this;
  }

  /// Borrowed: valid until clear().
  char* take(std::size_t size) {
    if (size > left_)
      open_block(size);
    left_ -= size;
    return std::exchange(next_, next_ + size);
  }

  void clear() noexcept {
    block_ = 0;
    use_block();
  }

  void swap(text_arena& x) noexcept {
    blocks_.swap(x.blocks_);
    std::swap(block_, x.block_);
    std::swap(next_, x.next_);
    std::swap(left_, x.left_);
  }

private:
  struct give_back {
    void operator()(char* x) const noexcept { block_pool::give(x, size); }
    std::size_t size = 0;
  };
  using block = std::unique_ptr<char[], give_back>;

  void open_block(std::size_t size);
  void use_block() noexcept {
    auto exists = block_ < blocks_.size();
    next_ = exists ? blocks_[block_].get() : nullptr;
    left_ = exists ? blocks_[block_].get_deleter().size : 0;
  }

  std::vector<block, pool_allocator<block>> blocks_;
  std::size_t block_ = 0; // the one in use; blocks_.size() if there is none
  char* next_ = nullptr;  // free of that one
  std::size_t left_ = 0;  // likewise
};

} // namespace troupe::codecs
