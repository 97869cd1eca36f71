#pragma once

#include "runtime/net/fd.hpp"
#include "runtime/time/clock.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/base/result.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

namespace troupe::runtime::loop {

struct readiness {
  bool readable = false; ///< also: the peer closed its half
  bool writable = false;
  bool hung_up = false; ///< EPOLLHUP, EPOLLERR or EPOLLRDHUP: read until the end
};

/// Is called by the loop, directly, when its descriptor is ready.
class io_handler {
public:
  virtual void on_ready(readiness what) = 0;

protected:
  ~io_handler() = default;
};

/// Work that no descriptor announces. The actors come in through one of these,
/// and the loop does not know it.
class side_work {
public:
  /// Takes over what other threads left. Returns whether anything waits.
  virtual bool gather() = 0;
  /// Does what waits, or a bounded part of it: sockets want their turn, too.
  virtual void perform() = 0;

protected:
  ~side_work() = default;
};

class event_loop;

/// A descriptor's place in the loop, given back by destruction.
class registration {
public:
  registration() = default;
  ~registration() { reset(); }
  registration(registration&& other) noexcept;
  registration& operator=(registration&& other) noexcept;

  explicit operator bool() const noexcept { return loop_ != nullptr; }
  void reset() noexcept;
  /// From now on somebody else is called. What the old owner was to be told in
  /// this very turn is told to the new one.
  void hand_over(io_handler& owner) noexcept;

private:
  friend class event_loop;
  registration(event_loop& loop, int fd, io_handler& owner) noexcept
    : loop_(&loop), fd_(fd), owner_(&owner) {}

  event_loop* loop_ = nullptr;
  int fd_ = -1;
  io_handler* owner_ = nullptr;
};

/// Waits for descriptors and timers and calls their owners. Belongs to the
/// thread that turns it; only wake(), stop(), post() and on_own_thread() are
/// for other threads.
class event_loop {
public:
  static constexpr auto forever = std::chrono::milliseconds{-1};
  /// Octets in one receive: larger reads leave the second-level cache.
  static constexpr std::size_t scratch_size = 49152;

  /// Throws std::system_error: a process that cannot have a loop cannot start.
  explicit event_loop(const time::clock& clock = time::system_clock());
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;
  ~event_loop();

  /// Watches `fd` in both directions, edge-triggered. Borrows `owner`, which
  /// is not called any more once the registration is gone.
  codecs::result<registration, std::error_code> watch(int fd,
                                                      io_handler& owner);
  /// The same for a descriptor that several loops share: one of them is woken
  /// for each event (EPOLLEXCLUSIVE), for reading only.
  codecs::result<registration, std::error_code>
  watch_shared(int fd, io_handler& owner);

  /// The time of this turn.
  time::steady_point now() const noexcept { return now_; }
  std::time_t wall() const noexcept { return clock_.wall(); }
  void arm(time::timer& x, time::steady_point due) noexcept;

  /// One buffer for all who receive on this loop, scratch_size octets. Valid
  /// until the handler returns, or until somebody else is called who reads.
  std::span<std::byte> scratch() noexcept;

  /// Borrowed: outlives the loop or is taken away with nullptr.
  void serve(side_work* work) noexcept { work_ = work; }

  /// Runs it on the loop's thread, soon. From any thread.
  void post(std::function<void()> task);

  /// One turn: waits at most `patience`, calls whoever is ready and does the
  /// side work after each. Returns whether there was anything to do.
  bool turn(std::chrono::milliseconds patience = std::chrono::milliseconds{0});

  void run_until_idle();

  /// Turns until stop(), which is final.
  void run();
  void stop();

  /// Ends the present wait, or the next one.
  void wake();

  bool on_own_thread() const noexcept;

private:
  friend class registration;
  const time::clock& clock_;
  time::steady_point now_;
  side_work* work_ = nullptr;
};

} // namespace troupe::runtime::loop
