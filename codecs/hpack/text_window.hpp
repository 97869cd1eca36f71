#pragma once

#include "codecs/base/block_pool.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace troupe::codecs::hpack {

namespace detail {

struct give_back {
  void operator()(char* x) const noexcept { block_pool::give(x, size); }
  std::size_t size = 0;
};

} // namespace detail

/// Texts that come and go in order: the octets of a dynamic table. A text is
/// known by its position in all that ever came, modulo 2^32. Owns its octets,
/// and none before the first.
class text_window {
public:
  /// Appends both, which may be texts of the window, and returns the position
  /// of the first. What is before `oldest` is needed no longer; all that is
  /// needed, and this, are at most `most` octets. Moves the texts.
  std::uint32_t add(std::string_view first, std::string_view second,
                    std::uint32_t oldest, std::size_t most);

  /// The position behind the last.
  std::uint32_t end() const noexcept { return end_; }

  /// Borrowed until the next change.
  const char* at(std::uint32_t position) const noexcept {
    return block_.get() + (position - begin_);
  }

  /// Gives the memory back.
  void clear() noexcept {
    block_ = block{};
    begin_ = end_;
  }

private:
  using block = std::unique_ptr<char[], detail::give_back>;

  /// Another block, with room for `size` octets more. Returns the one before.
  block move(std::size_t size, std::uint32_t oldest, std::size_t most);

  block block_;
  std::uint32_t begin_ = 0; // of the block
  std::uint32_t end_ = 0;
};

} // namespace troupe::codecs::hpack
