#include "codecs/base/block_pool.hpp"

#include <array>
#include <cstdint>

// A block that is kept looks to sanitizers like one that is in use.
#if defined(__SANITIZE_ADDRESS__)
#define TROUPE_KEEPS_BLOCKS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TROUPE_KEEPS_BLOCKS 0
#endif
#endif
#ifndef TROUPE_KEEPS_BLOCKS
#define TROUPE_KEEPS_BLOCKS 1
#endif

namespace troupe::codecs {

namespace {

constexpr auto step = std::size_t{64};
constexpr auto classes = block_pool::largest / step;
/// Octets that a thread keeps of one size.
constexpr auto kept = std::size_t{256 * 1024};

struct free_block {
  free_block* next;
};

struct shelf {
  free_block* first;
  std::size_t count;
};

/// Without a destructor, for threads give blocks back until their very end.
constinit thread_local std::array<shelf, classes> shelves{};
constinit thread_local bool is_over = false;

/// Ends what a thread has kept.
struct cleaner {
  bool begun = false;

  ~cleaner() {
    is_over = true;
    for (auto& x : shelves)
      while (auto* block = x.first) {
        x.first = block->next;
        ::operator delete(block);
      }
  }
};

thread_local cleaner at_exit;

constexpr std::size_t class_of(std::size_t size) noexcept {
  return size == 0 ? 0 : (size - 1) / step;
}

} // namespace

void* block_pool::take(std::size_t size) {
  if (size > largest || !TROUPE_KEEPS_BLOCKS)
    return ::operator new(size);
  auto which = class_of(size);
  auto& from = shelves[which];
  if (auto* block = from.first) {
    from.first = block->next;
    --from.count;
    return block;
  }
  return ::operator new((which + 1) * step);
}

void block_pool::give(void* block, std::size_t size) noexcept {
  if (block == nullptr)
    return;
  auto which = class_of(size);
  if (size > largest || !TROUPE_KEEPS_BLOCKS || is_over
      || shelves[which].count * (which + 1) * step >= kept) {
    ::operator delete(block);
    return;
  }
  at_exit.begun = true; // and so it is made
  auto& to = shelves[which];
  to.first = ::new (block) free_block{to.first};
  ++to.count;
}

} // namespace troupe::codecs
