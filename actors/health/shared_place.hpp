#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace troupe::actors {

/// How many there are of something, for any number of threads; on a cache line
/// of its own, since all of them write to it.
struct alignas(64) shared_count {
  std::atomic<std::uint32_t> now = 0;
};

/// A place in such a count, given back by destruction, on whatever thread. It
/// keeps alive whatever the count is a part of.
class shared_place {
public:
  shared_place() = default;
  shared_place(shared_place&& x) noexcept = default;
  shared_place& operator=(shared_place&& x) noexcept {
    std::swap(count_, x.count_);
    return *this;
  }
  ~shared_place() {
    if (count_)
      count_->now.fetch_sub(1, std::memory_order_relaxed);
  }

  explicit operator bool() const noexcept { return count_ != nullptr; }

  /// One of `bound`, or nothing if all are taken.
  static shared_place try_take(std::shared_ptr<shared_count> count,
                               std::uint32_t bound) noexcept {
    auto taken = count->now.load(std::memory_order_relaxed);
    do
      if (taken >= bound)
        return {};
    while (!count->now.compare_exchange_weak(taken, taken + 1,
                                             std::memory_order_relaxed));
    return shared_place{std::move(count)};
  }

private:
  explicit shared_place(std::shared_ptr<shared_count> count) noexcept
    : count_(std::move(count)) {
    // nop
  }

  std::shared_ptr<shared_count> count_; // in which we are counted
};

} // namespace troupe::actors
