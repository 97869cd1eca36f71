#include "codecs/base/block_pool.hpp"

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

/// Octets that a thread keeps of one size.
constexpr auto kept = std::size_t{512 * 1024};

/// Whether blocks are kept: not before somebody sees to their end, nor after.
enum class stage { unopened, open, over };
constinit thread_local auto present = stage::unopened;

} // namespace

constinit thread_local std::array<block_pool::shelf,
                                  block_pool::largest / block_pool::step>
  block_pool::shelves_{};

/// Ends what a thread has kept.
struct block_pool::cleaner {
  cleaner() {
    present = stage::open;
    for (std::size_t i = 0; i < shelves_.size(); ++i)
      shelves_[i].room = kept / ((i + 1) * step);
  }
  cleaner(const cleaner&) = delete;
  cleaner& operator=(const cleaner&) = delete;
  ~cleaner() {
    present = stage::over;
    for (auto& x : shelves_) {
      x.room = 0;
      while (auto* block = x.first) {
        x.first = block->next;
        ::operator delete(block);
      }
    }
  }
};

/// True: there is room now, for there was none before.
bool block_pool::open() {
  if (!TROUPE_KEEPS_BLOCKS || present != stage::unopened)
    return false;
  thread_local auto at_exit = cleaner{};
  return true;
}

void* block_pool::make(std::size_t size) {
  auto is_kept = TROUPE_KEEPS_BLOCKS && size <= largest;
  return ::operator new(is_kept ? (class_of(size) + 1) * step : size);
}

void block_pool::end(void* block, std::size_t size) noexcept {
  if (block != nullptr && size <= largest && open())
    give(block, size);
  else
    ::operator delete(block);
}

} // namespace troupe::codecs
