#pragma once

#include <cstddef>

namespace troupe::runtime::loop {

class event_loop;

/// Is called when all events of a turn were told.
class turn_end_handler {
public:
  virtual void on_turn_end() = 0;

protected:
  ~turn_end_handler() = default;
};

/// A wish to be called at the end of the present turn, once, however many of
/// its events ask for that: what they lead to is done together. Owned by who
/// wishes, and given back by destruction.
class turn_end {
public:
  /// Borrowed: `owner` outlives it.
  explicit turn_end(turn_end_handler& owner) noexcept : owner_(&owner) {}
  ~turn_end() { cancel(); }
  turn_end(const turn_end&) = delete;
  turn_end& operator=(const turn_end&) = delete;

  bool wanted() const noexcept { return loop_ != nullptr; }
  void cancel() noexcept;

private:
  friend class event_loop;

  turn_end_handler* owner_;
  event_loop* loop_ = nullptr; // while it is wanted
  std::size_t index_ = 0;      // among those of the loop
};

} // namespace troupe::runtime::loop
