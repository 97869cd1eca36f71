#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <new>

namespace troupe::codecs {

/// Blocks of memory for small things that come and go all the time, such as
/// what a stream needs: each thread keeps some of those that were given back to
/// it, so that to take one costs a few instructions. A block may be given back
/// on another thread. What is large comes from the usual allocator.
class block_pool {
public:
  /// Octets of the largest block that is kept.
  static constexpr std::size_t largest = 2048;

  /// Aligned for anything. Throws std::bad_alloc.
  static void* take(std::size_t size) {
    if (size <= largest) {
      auto& from = shelves_[class_of(size)];
      if (auto* block = from.first) {
        from.first = block->next;
        ++from.room;
        return block;
      }
    }
    return make(size);
  }

  /// With the size that it was taken with.
  static void give(void* block, std::size_t size) noexcept {
    if (size <= largest && block != nullptr) {
      auto& to = shelves_[class_of(size)];
      if (to.room > 0) {
        --to.room;
        to.first = ::new (block) free_block{to.first};
        return;
      }
    }
    end(block, size);
  }

private:
  static constexpr auto step = std::size_t{64};

  struct free_block {
    free_block* next;
  };

  /// Blocks of one size.
  struct shelf {
    free_block* first;
    std::size_t room; ///< for so many more
  };

  struct cleaner;

  static constexpr std::size_t class_of(std::size_t size) noexcept {
    return size == 0 ? 0 : (size - 1) / step;
  }

  static void* make(std::size_t size);
  static void end(void* block, std::size_t size) noexcept;
  static bool open();

  /// Without a destructor, for threads give blocks back until their very end.
  static constinit thread_local std::array<shelf, largest / step> shelves_;
};

/// The same as an allocator of the standard library.
template <class T>
struct pool_allocator {
  using value_type = T;

  pool_allocator() = default;
  template <class U>
  pool_allocator(const pool_allocator<U>&) noexcept {
    // nop
  }

  T* allocate(std::size_t n) {
    static_assert(alignof(T) <= alignof(std::max_align_t));
    if (n > std::numeric_limits<std::size_t>::max() / sizeof(T))
      throw std::bad_array_new_length{};
    return static_cast<T*>(block_pool::take(n * sizeof(T)));
  }
  void deallocate(T* x, std::size_t n) noexcept {
    block_pool::give(x, n * sizeof(T));
  }

  template <class U>
  bool operator==(const pool_allocator<U>&) const noexcept {
    return true;
  }
};

} // namespace troupe::codecs
