#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace troupe::actors {

/// How many requests a backend has under way, over all loops. It lies on a
/// cache line of its own, since every pick of every loop may read it.
class alignas(64) backend_load
  : public std::enable_shared_from_this<backend_load> {
public:
  /// A request's place in the count, given back by destruction, on whatever
  /// thread. It may outlive the membership that the backend was found in.
  class permit {
  public:
    permit() = default;
    permit(permit&& x) noexcept = default;
    permit& operator=(permit&& x) noexcept {
      std::swap(load_, x.load_);
      return *this;
    }
    ~permit() {
      if (load_)
        load_->in_flight_.fetch_sub(1, std::memory_order_relaxed);
    }

    explicit operator bool() const noexcept { return load_ != nullptr; }

  private:
    friend class backend_load;
    explicit permit(std::shared_ptr<backend_load> x) noexcept
      : load_(std::move(x)) {
      load_->in_flight_.fetch_add(1, std::memory_order_relaxed);
    }

    std::shared_ptr<backend_load> load_;
  };

  permit enter() { return permit{shared_from_this()}; }
  std::uint32_t in_flight() const noexcept {
    return in_flight_.load(std::memory_order_relaxed);
  }

private:
  std::atomic<std::uint32_t> in_flight_ = 0;
};

} // namespace troupe::actors
