#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace troupe::actors {

class guest_list;

/// A downstream connection of a loop: a session, or a tunnel. In the list from
/// enter_list() until it is destroyed.
class guest {
public:
  guest() = default;
  guest(const guest&) = delete;
  guest& operator=(const guest&) = delete;

  /// `reserved`: the list has counted this guest already.
  void enter_list(guest_list& list, bool reserved = false) noexcept;

  /// No more is to be begun: finish what is under way, and go.
  virtual void on_drain() = 0;
  /// Go, whatever is under way.
  virtual void on_stop() = 0;

protected:
  ~guest() { leave_list(); }
  void leave_list() noexcept;

private:
  friend class guest_list;
  guest* next_ = nullptr;
  guest* previous_ = nullptr;
  guest_list* list_ = nullptr;
};

/// Who is connected to a loop, so that they can be counted and asked to leave.
class guest_list {
public:
  guest_list() = default;
  guest_list(const guest_list&) = delete;
  guest_list& operator=(const guest_list&) = delete;

  std::size_t size() const noexcept { return size_; }

  /// Counts a guest that is about to come, unless there are `most` already
  /// (0: any number), of all loops together if they share a count.
  bool reserve(std::size_t most) noexcept;
  /// It did not come.
  void unreserve() noexcept;
  bool draining() const noexcept { return draining_; }
  bool stopped() const noexcept { return stopped_; }

  /// Borrowed: counts the guests of all lists that have it.
  std::atomic<std::size_t>* everywhere = nullptr;
  /// Called whenever somebody has left.
  std::function<void()> on_leave;

  /// Asks all to leave when they can. Some may leave while they are asked.
  void drain();
  /// Asks all to leave now.
  void stop();

private:
  friend class guest;
  template <class Visit>
  void visit(Visit&& each);

  guest* first_ = nullptr;
  guest* walking_ = nullptr; ///< whom visit() calls next
  std::size_t size_ = 0;
  bool draining_ = false;
  bool stopped_ = false;
};

} // namespace troupe::actors
