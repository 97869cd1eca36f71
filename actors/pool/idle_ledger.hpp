#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace troupe::actors {

/// What lies idle, and what goes first. The last to come is the first to go
/// out again: it is warm, and the others may grow old and be closed.
template <class T>
class idle_ledger {
public:
  explicit idle_ledger(std::size_t limit) : limit_(limit) {}

  bool empty() const noexcept { return idle_.empty(); }
  std::size_t size() const noexcept { return idle_.size(); }

  /// The one that has been here longest. Not of an empty ledger.
  const T& oldest() const noexcept { return idle_.front(); }

  /// The one that came last, if any.
  std::optional<T> take() {
    if (idle_.empty())
      return std::nullopt;
    auto last = std::optional{std::move(idle_.back())};
    idle_.pop_back();
    return last;
  }

  std::optional<T> take_oldest() {
    if (idle_.empty())
      return std::nullopt;
    auto first = std::optional{std::move(idle_.front())};
    idle_.pop_front();
    return first;
  }

  /// The first for which `is(x)`, wherever it lies.
  template <class Predicate>
  std::optional<T> take_if(Predicate&& is) {
    for (auto i = idle_.begin(); i != idle_.end(); ++i) {
      if (is(*i)) {
        auto found = std::optional{std::move(*i)};
        idle_.erase(i);
        return found;
      }
    }
    return std::nullopt;
  }

  /// Returns the one that had to make room: the oldest, or `x` itself.
  std::optional<T> put(T x) {
    idle_.push_back(std::move(x));
    if (idle_.size() <= limit_)
      return std::nullopt;
    return take_oldest();
  }

private:
  std::size_t limit_;
  std::deque<T> idle_; // the oldest in front
};

} // namespace troupe::actors
