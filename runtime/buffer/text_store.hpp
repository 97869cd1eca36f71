#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace troupe::runtime::buffer {

/// Empty strings that keep the memory they have grown, for the next who needs
/// one. For one thread. Bounded in number, and in what each may keep.
class text_store {
public:
  static constexpr std::size_t largest = 16384;

  explicit text_store(std::size_t kept = 256) { free_.reserve(kept); }

  std::string take() {
    if (free_.empty())
      return {};
    auto last = std::move(free_.back());
    free_.pop_back();
    return last;
  }

  void put(std::string x) noexcept {
    if (x.capacity() > largest || free_.size() == free_.capacity())
      return;
    x.clear();
    free_.push_back(std::move(x));
  }

private:
  std::vector<std::string> free_;
};

} // namespace troupe::runtime::buffer
