#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace troupe::runtime::buffer {

/// Empty values that keep the memory they have grown, for the next who needs
/// one. For one thread. Bounded in number.
template <class T>
class store {
public:
  explicit store(std::size_t kept = 256) { free_.reserve(kept); }

  T take() {
    if (free_.empty())
      return {};
    auto last = std::move(free_.back());
    free_.pop_back();
    return last;
  }

  void put(T x) noexcept {
    if (free_.size() == free_.capacity())
      return;
    x.clear();
    free_.push_back(std::move(x));
  }

private:
  std::vector<T> free_;
};

/// The same for what is better not moved about, because it is large.
template <class T>
class object_store {
public:
  explicit object_store(std::size_t kept = 256) { free_.reserve(kept); }

  std::unique_ptr<T> take() {
    if (free_.empty())
      return std::make_unique<T>();
    auto last = std::move(free_.back());
    free_.pop_back();
    return last;
  }

  /// Nothing happens to nullptr.
  void put(std::unique_ptr<T> x) noexcept {
    if (!x || free_.size() == free_.capacity())
      return;
    x->clear();
    free_.push_back(std::move(x));
  }

private:
  std::vector<std::unique_ptr<T>> free_;
};

/// The same as store for texts, bounded in what each may keep, too.
class text_store : public store<std::string> {
public:
  static constexpr std::size_t largest = 16384;

  using store::store;

  void put(std::string x) noexcept {
    if (x.capacity() <= largest)
      store::put(std::move(x));
  }
};

} // namespace troupe::runtime::buffer
