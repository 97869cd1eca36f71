#pragma once

#include "runtime/dns/options.hpp"
#include "runtime/loop/event_loop.hpp"

#include <map>
#include <memory>

struct ares_channeldata;

namespace troupe::runtime::dns {

/// c-ares on a loop: its sockets are watched and its timeouts ring. It reads a
/// clock of its own, so the loop's only wakes it. Whoever asks through get()
/// says so with asked().
class channel final : private time::timer_handler {
public:
  /// Reads resolv.conf and its like, which are small and local.
  channel(loop::event_loop& loop, const resolver_options& options);
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;
  /// All that was asked is answered with ARES_ECANCELLED before it returns.
  ~channel();

  /// Null if c-ares could not begin.
  ares_channeldata* get() const noexcept { return ares_; }
  void asked() { arm(); }

private:
  class socket;

  static void on_state(void* self, int fd, int readable, int writable);
  void on_timer() override;
  void watch(int fd);
  void process(int fd, loop::readiness what);
  void arm();

  loop::event_loop& loop_;
  std::map<int, std::unique_ptr<socket>> sockets_;
  time::timer timer_{*this};
  ares_channeldata* ares_ = nullptr;
};

} // namespace troupe::runtime::dns
