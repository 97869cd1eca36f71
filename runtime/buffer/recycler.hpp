#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace troupe::runtime::buffer {

/// Blocks of memory for objects of one type that come and go all the time. For
/// one thread. Keeps at most `kept` blocks that nobody uses.
template <class T>
class recycler {
public:
  explicit recycler(std::size_t kept = 1024) { free_.reserve(kept); }
  recycler(const recycler&) = delete;
  recycler& operator=(const recycler&) = delete;
  ~recycler() {
    for (auto* x : free_)
      std::allocator<T>{}.deallocate(x, 1);
  }

  /// Owned by the caller, until put().
  template <class... Ts>
  T* make(Ts&&... xs) {
    auto* block = take();
    try {
      return std::construct_at(block, std::forward<Ts>(xs)...);
    } catch (...) {
      give(block);
      throw;
    }
  }

  void put(T* x) noexcept {
    std::destroy_at(x);
    give(x);
  }

private:
  T* take() {
    if (free_.empty())
      return std::allocator<T>{}.allocate(1);
    auto* last = free_.back();
    free_.pop_back();
    return last;
  }

  void give(T* block) noexcept {
    if (free_.size() < free_.capacity())
      free_.push_back(block);
    else
      std::allocator<T>{}.deallocate(block, 1);
  }

  std::vector<T*> free_;
};

} // namespace troupe::runtime::buffer
