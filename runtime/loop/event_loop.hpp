#pragma once

#include "runtime/loop/turn_end.hpp"
#include "runtime/net/fd.hpp"
#include "runtime/time/clock.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/base/result.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

namespace troupe::runtime::loop {

struct readiness {
  bool readable = false; ///< also: the peer closed its half
  bool writable = false;
  /// EPOLLHUP, EPOLLERR or EPOLLRDHUP: read until the end.
  bool hung_up = false;
  /// EPOLLHUP or EPOLLERR: nothing can be written any more.
  bool broken = false;
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
  /// The same for a descriptor that is closed next and that was never
  /// duplicated: the kernel forgets it by itself, and that saves a call.
  void reset_before_close() noexcept;
  /// From now on somebody else is called. What the old owner was to be told in
  /// this very turn is told to the new one; what was told before is not told
  /// again. Costs no system call.
  void hand_over(io_handler& owner) noexcept;

private:
  friend class event_loop;
  registration(event_loop& loop, int fd, std::uint32_t seat) noexcept
    : loop_(&loop), fd_(fd), seat_(seat) {}

  event_loop* loop_ = nullptr;
  int fd_ = -1;
  std::uint32_t seat_ = 0;
};

/// Waits for descriptors and timers and calls their owners. Belongs to the
/// thread that turns it; only wake(), stop(), post() and on_own_thread() are
/// for other threads. Outlives its registrations. What a handler throws leaves
/// turn(), and the next turn goes on with what is left.
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
  /// for each event (EPOLLEXCLUSIVE), for reading only. Edge-triggered, too.
  codecs::result<registration, std::error_code> watch_shared(int fd,
                                                             io_handler& owner);

  /// The time of this turn.
  time::steady_point now() const noexcept { return now_; }
  time::wall_point wall() const noexcept { return clock_.wall(); }
  void arm(time::timer& x, time::steady_point due) noexcept {
    wheel_.arm(x, due);
  }

  /// When all events of this turn were told. Who asks while it is called is
  /// called in the next turn.
  void call_at_end(turn_end& x) {
    if (!x.wanted())
      add_end(x);
  }

  /// Much is under way of which little has come yet: so that more is found
  /// together, the next wait may begin later by that, unless this turn takes as
  /// long. What waits for a socket or a timer waits longer, too.
  void coalesce(std::chrono::nanoseconds most) noexcept {
    pause_ = std::max(pause_, most);
  }

  /// One buffer for all who receive on this loop, scratch_size octets. Valid
  /// until the handler returns, or until somebody else is called who reads.
  std::span<std::byte> scratch() noexcept { return scratch_->octets; }

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

  /// Whether the calling thread is turning it right now.
  bool on_own_thread() const noexcept { return turning_ == this; }

private:
  friend class registration;
  friend class turn_end;

  // Who is called for a descriptor. A seat is used again, and its generation
  // tells events of an earlier guest apart: they are dropped.
  struct seat {
    io_handler* owner = nullptr;
    std::uint32_t generation = 0;
    std::uint32_t next_free = 0;
  };

  struct event {
    std::uint64_t tag; // generation and index of a seat, or the wakeup
    std::uint32_t mask;
  };

  struct alignas(4096) receive_buffer {
    std::array<std::byte, scratch_size> octets;
  };

  // `woken` outside of a wait: the next one is left out.
  enum class vigil : std::uint8_t { awake, asleep, woken };

  class turn_guard;

  codecs::result<registration, std::error_code> add(int fd, io_handler& owner,
                                                    std::uint32_t interest);
  void forget(int fd, std::uint32_t index) noexcept;
  std::uint32_t take_seat(io_handler& owner);
  void free_seat(std::uint32_t index) noexcept;
  io_handler* owner_of(std::uint64_t tag) const noexcept;

  bool gather();
  void take_tasks();
  int wait_limit(std::chrono::milliseconds patience) const noexcept;
  void wait(int milliseconds);
  void pause();
  std::size_t call_owners();
  std::size_t run_tasks();
  void add_end(turn_end& x);
  std::size_t call_turn_ends();
  void perform() {
    if (work_)
      work_->perform();
  }

  // The innermost loop that the thread is turning.
  static inline constinit thread_local const event_loop* turning_ = nullptr;

  const time::clock& clock_;
  time::steady_point now_;
  time::timer_wheel wheel_;
  side_work* work_ = nullptr;
  net::fd poller_;
  net::fd wakeup_;
  std::vector<seat> seats_;
  std::uint32_t free_seat_;
  std::vector<event> due_; // of this turn
  std::size_t due_at_ = 0; // the next of them
  std::vector<std::function<void()>> tasks_;
  std::size_t tasks_at_ = 0;
  std::vector<turn_end*> ends_;       // none, where it was cancelled
  std::size_t ends_at_ = 0;           // the next of them
  std::chrono::nanoseconds pause_{0}; // before the next wait
  std::unique_ptr<receive_buffer> scratch_;

  // -- shared with other threads ---------------------------------------------

  std::atomic<vigil> vigil_{vigil::awake};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::vector<std::function<void()>> posted_; // guarded by mutex_
};

} // namespace troupe::runtime::loop
