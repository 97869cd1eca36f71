#include "codecs/base/text_arena.hpp"

#include <algorithm>

namespace troupe::codecs {

namespace {

// A dozen added fields; what is larger gets a block for itself.
constexpr auto usual_block = std::size_t{1024};

} // namespace

char* text_arena::take(std::size_t size) {
  while (block_ < blocks_.size() && blocks_[block_].size - used_ < size) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    auto n = std::max(size, usual_block);
    blocks_.push_back({std::unique_ptr<char[]>{new char[n]}, n});
  }
  auto* taken = blocks_[block_].octets.get() + used_;
  used_ += size;
  return taken;
}

} // namespace troupe::codecs
