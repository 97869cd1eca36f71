#include "codecs/http2/memory.hpp"

#include "codecs/base/block_pool.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <new>

namespace troupe::codecs::http2 {

namespace {

/// Stands before each block, for who gives one back does not say its size.
struct alignas(std::max_align_t) label {
  std::size_t size; // with the label
};

label* label_of(void* block) noexcept {
  return static_cast<label*>(block) - 1;
}

void* take(std::size_t size, void*) noexcept {
  if (size > std::numeric_limits<std::size_t>::max() - sizeof(label))
    return nullptr;
  size += sizeof(label);
  try {
    return ::new (block_pool::take(size)) label{size} + 1;
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void give(void* block, void*) noexcept {
  if (block == nullptr)
    return;
  auto* x = label_of(block);
  block_pool::give(x, x->size);
}

void* take_zeroed(std::size_t count, std::size_t size, void*) noexcept {
  if (size != 0 && count > std::numeric_limits<std::size_t>::max() / size)
    return nullptr;
  auto* result = take(count * size, nullptr);
  if (result != nullptr)
    std::memset(result, 0, count * size);
  return result;
}

void* resize(void* block, std::size_t size, void*) noexcept {
  auto* result = take(size, nullptr);
  if (result != nullptr && block != nullptr) {
    auto old = label_of(block)->size - sizeof(label);
    std::memcpy(result, block, std::min(old, size));
    give(block, nullptr);
  }
  return result;
}

} // namespace

nghttp2_mem* pooled_memory() noexcept {
  static auto result = nghttp2_mem{.mem_user_data = nullptr,
                                   .malloc = take,
                                   .free = give,
                                   .calloc = take_zeroed,
                                   .realloc = resize};
  return &result;
}

} // namespace troupe::codecs::http2
