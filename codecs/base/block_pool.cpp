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
/// Whether blocks are kept: not before somebody sees to their end, nor after.
constinit thread_local bool is_open = false;
constinit thread_local bool is_over = false;

/// Ends what a thread has kept.
struct cleaner {
  cleaner() { is_open = true; }
  cleaner(const cleaner&) = delete;
  cleaner& operator=(const cleaner&) = delete;
  ~cleaner() {
    is_open = false;
    is_over = true;
    for (auto& x : shelves)
      while (auto* block = x.first) {
        x.first = block->next;
        ::operator delete(block);
      }
  }
};

/// False: the thread is about to end.
bool open_shelves() {
  if (!is_over)
    thread_local auto at_exit = cleaner{};
  return is_open;
}

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
  if (size > largest || !TROUPE_KEEPS_BLOCKS || !(is_open || open_shelves())
      || shelves[which].count * (which + 1) * step >= kept) {
    ::operator delete(block);
    return;
  }
  auto& to = shelves[which];
  to.first = ::new (block) free_block{to.first};
  ++to.count;
}

} // namespace troupe::codecs
