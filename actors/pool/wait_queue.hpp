#pragma once

#include "runtime/time/clock.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace troupe::actors {

/// Who waits for a connection: first come, first served, each until its
/// deadline, if there is one. All wait equally long, and so deadlines come in
/// the same order.
template <class Id, class T>
class wait_queue {
public:
  explicit wait_queue(std::size_t limit) : limit_(limit) {}

  bool empty() const noexcept { return waiting_.empty(); }
  std::size_t size() const noexcept { return waiting_.size(); }
  /// `beyond` are not counted: what they wait for is on its way.
  bool full(std::size_t beyond = 0) const noexcept {
    return waiting_.size() >= limit_ + beyond;
  }

  /// Only if it is not full.
  void push(Id id, std::optional<runtime::time::steady_point> deadline, T x) {
    waiting_.push_back({id, deadline, std::move(x)});
  }

  std::optional<T> pop() {
    if (waiting_.empty())
      return std::nullopt;
    auto first = std::optional{std::move(waiting_.front().what)};
    waiting_.pop_front();
    return first;
  }

  /// The next one whose deadline has come.
  std::optional<T> pop_expired(runtime::time::steady_point now) {
    auto due = next_deadline();
    return due && *due <= now ? pop() : std::nullopt;
  }

  /// It waits no longer. Returns whether it did.
  bool forget(Id id) {
    for (auto i = waiting_.begin(); i != waiting_.end(); ++i) {
      if (i->id == id) {
        waiting_.erase(i);
        return true;
      }
    }
    return false;
  }

  std::optional<runtime::time::steady_point> next_deadline() const noexcept {
    if (waiting_.empty())
      return std::nullopt;
    return waiting_.front().deadline;
  }

private:
  struct entry {
    Id id;
    std::optional<runtime::time::steady_point> deadline;
    T what;
  };

  std::size_t limit_;
  std::deque<entry> waiting_;
};

} // namespace troupe::actors
