#pragma once

#include "runtime/time/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace troupe::runtime::time {

/// Is called when a timer of its is due.
class timer_handler {
public:
  virtual void on_timer() = 0;

protected:
  ~timer_handler() = default;
};

class timer_wheel;

namespace detail {

/// An element of a circular list; each list has one that is its beginning and
/// its end.
struct timer_link {
  timer_link* previous = nullptr;
  timer_link* next = nullptr;
};

} // namespace detail

/// A place in the wheel, owned by whoever waits and given back by destruction.
/// Not movable: the wheel links it where it stands.
class timer : private detail::timer_link {
public:
  /// Borrowed: `owner` outlives the timer.
  explicit timer(timer_handler& owner) noexcept : owner_(&owner) {}
  ~timer() { cancel(); }
  timer(const timer&) = delete;
  timer& operator=(const timer&) = delete;

  bool armed() const noexcept { return wheel_ != nullptr; }
  /// When it was asked to ring; only meaningful while armed.
  steady_point due() const noexcept { return due_; }
  void cancel() noexcept;

private:
  friend class timer_wheel;
  timer_handler* owner_;
  timer_wheel* wheel_ = nullptr; // while armed
  steady_point due_;
  std::uint64_t rings_at_ = 0; // in ticks, and never one that is over
};

/// Hashed hierarchical timing wheels (Varghese and Lauck, 1987): arming and
/// cancelling cost O(1) and no memory. A timer rings no sooner than asked, and
/// at most one tick (8 ms) after it was due, seen from a wheel that is turned.
class timer_wheel {
public:
  static constexpr auto tick = std::chrono::milliseconds{8};

  explicit timer_wheel(steady_point start) noexcept;
  timer_wheel(const timer_wheel&) = delete;
  timer_wheel& operator=(const timer_wheel&) = delete;
  /// What is still armed will never ring.
  ~timer_wheel();

  /// Arms it, anew if it was armed already. What is due when a handler arms it
  /// rings a tick later, so that a turn comes to its end.
  void arm(timer& x, steady_point due) noexcept;

  /// Rings whatever is due. Handlers may arm, cancel and destroy any timer.
  /// Returns how many rang. When a handler throws, the rest ring in the next
  /// turn.
  std::size_t turn(steady_point now);

  /// When turn() has something to do at the earliest; may be too early, where
  /// far timers have to be sorted anew, but seldom. Nothing if none is armed.
  std::optional<steady_point> next() const noexcept;

private:
  friend class timer;
  using link = detail::timer_link;

  // Each level has a slot for each value of one base-64 digit of a tick. Seven
  // of them hold every time_point there is, so that none is too far away.
  static constexpr unsigned digit_bits = 6;
  static constexpr std::size_t slots_a_level = std::size_t{1} << digit_bits;
  static constexpr std::size_t levels = 7;

  struct place {
    std::size_t level;
    std::uint64_t begins; // the first tick of the slot
  };

  std::uint64_t ticks_at(steady_point x) const noexcept;
  steady_point point_at(std::uint64_t ticks) const noexcept;
  link& slot(std::size_t level, std::uint64_t ticks) noexcept;
  std::optional<place> first_slot() const noexcept;
  void insert(timer& x) noexcept;
  void remove(timer& x) noexcept;
  void sort_anew(const place& where) noexcept;
  std::size_t ring(const place& where);
  std::size_t ring_taken_out();
  void mark_empty(const link& head) noexcept;

  steady_point start_;
  std::uint64_t current_ = 0;  // all before it has rung
  std::uint64_t earliest_ = 0; // that arm() may choose
  std::uint64_t levels_in_use_ = 0;
  std::array<std::uint64_t, levels> slots_in_use_{};
  link taken_out_; // of its slot, to be rung
  std::array<link, levels * slots_a_level> slots_;
};

} // namespace troupe::runtime::time
