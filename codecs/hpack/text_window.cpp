#include "codecs/hpack/text_window.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace troupe::codecs::hpack {

namespace {

constexpr auto smallest_block = std::size_t{256};

char* append(char* to, std::string_view x) noexcept {
  return std::copy(x.begin(), x.end(), to);
}

} // namespace

// Half of the block is free then, so that each octet moves once, on average.
text_window::block text_window::move(std::size_t size, std::uint32_t oldest,
                                     std::size_t most) {
  auto kept = end_ - oldest;
  auto wanted = std::bit_ceil(std::max(2 * (kept + size), smallest_block));
  auto n = std::min(wanted, 2 * most);
  auto next
    = block{static_cast<char*>(block_pool::take(n)), detail::give_back{n}};
  if (kept > 0)
    std::memcpy(next.get(), at(oldest), kept);
  begin_ = oldest;
  block_.swap(next);
  return next;
}

std::uint32_t text_window::add(std::string_view first, std::string_view second,
                               std::uint32_t oldest, std::size_t most) {
  auto size = first.size() + second.size();
  // What is added may lie in the block that is left.
  auto before = block{};
  if (size > block_.get_deleter().size - (end_ - begin_))
    before = move(size, oldest, most);
  auto position = end_;
  append(append(block_.get() + (end_ - begin_), first), second);
  end_ += static_cast<std::uint32_t>(size);
  return position;
}

} // namespace troupe::codecs::hpack
