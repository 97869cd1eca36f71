#include "codecs/base/text_arena.hpp"

#include <algorithm>

namespace troupe::codecs {

namespace {

// A dozen added fields; what is larger gets a block for itself.
constexpr auto usual_block = std::size_t{1024};

} // namespace

/// The next that is large enough, or a new one.
void text_arena::open_block(std::size_t size) {
  while (left_ < size && block_ < blocks_.size()) {
    ++block_;
    use_block();
  }
  if (block_ < blocks_.size())
    return;
  auto n = std::max(size, usual_block);
  blocks_.push_back(
    block{static_cast<char*>(block_pool::take(n)), give_back{n}});
  use_block();
}

} // namespace troupe::codecs
