#include "codecs/base/text_arena.hpp"

#include <algorithm>

namespace troupe::codecs {

namespace {

// A dozen added fields; what is larger gets a block for itself.
constexpr auto usual_block = std::size_t{1024};

} // namespace

char* text_arena::take(std::size_t size) {
  while (block_ < blocks_.size()
         && blocks_[block_].get_deleter().size - used_ < size) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    auto n = std::max(size, usual_block);
    blocks_.push_back(
      block{static_cast<char*>(block_pool::take(n)), give_back{n}});
  }
  auto* taken = blocks_[block_].get() + used_;
  used_ += size;
  return taken;
}

} // namespace troupe::codecs
