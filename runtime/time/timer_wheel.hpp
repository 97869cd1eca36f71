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

/// A place in the wheel, owned by whoever waits and given back by destruction.
/// Not movable: the wheel links it where it stands.
class timer {
public:
  /// Borrowed: `owner` outlives the timer.
  explicit timer(timer_handler& owner) noexcept : owner_(&owner) {}
  ~timer() { cancel(); }
  timer(const timer&) = delete;
  timer& operator=(const timer&) = delete;

  bool armed() const noexcept;
  /// When it was asked to ring; only meaningful while armed.
  steady_point due() const noexcept;
  void cancel() noexcept;

private:
  friend class timer_wheel;
  timer_handler* owner_;
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

  /// Arms it, anew if it was armed already.
  void arm(timer& x, steady_point due) noexcept;

  /// Rings whatever is due. Handlers may arm, cancel and destroy any timer.
  /// Returns how many rang.
  std::size_t turn(steady_point now);

  /// When turn() has something to do at the earliest; may be too early, where
  /// far timers have to be sorted anew, but seldom. Nothing if none is armed.
  std::optional<steady_point> next() const noexcept;

private:
};

} // namespace troupe::runtime::time
