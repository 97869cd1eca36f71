#pragma once

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/fd.hpp"

#include <signal.h>

#include <functional>
#include <initializer_list>

namespace troupe::runtime::process {

/// Hears signals as events of a loop (signalfd). Blocks them for the calling
/// thread and those that it starts later: make it before any other thread.
/// `on_signal` must not destroy it.
class signals final : private loop::io_handler {
public:
  using heard = std::function<void(int number)>;

  /// Throws std::system_error.
  signals(loop::event_loop& loop, std::initializer_list<int> numbers,
          heard on_signal);
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;
  /// Restores which signals are blocked: on the thread that made it, then.
  ~signals();

private:
  void on_ready(loop::readiness what) override;

  sigset_t blocked_before_;
  net::fd fd_;
  loop::registration place_;
  heard on_signal_;
};

} // namespace troupe::runtime::process
