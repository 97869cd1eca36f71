#pragma once

#include "actors/base/failure.hpp"
#include "actors/pool/connection_shelf.hpp"
#include "actors/pool/upstream_connection.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/address.hpp"
#include "runtime/time/clock.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace troupe::actors {

/// Connects to whichever address of a host answers first: one after the other,
/// the next as soon as one fails or has taken too long (RFC 8305 section 5).
class connect_race {
public:
  /// Addresses that are tried; further ones are left out.
  static constexpr std::size_t most = 8;

  /// `owner` is told when progress() has something to do. Borrowed: it, and the
  /// loop.
  connect_race(runtime::loop::event_loop& loop,
               std::shared_ptr<connection_shelf> shelf,
               runtime::loop::io_handler& owner,
               std::chrono::milliseconds pause)
    : loop_(loop), shelf_(std::move(shelf)), owner_(owner), pause_(pause) {
    // nop
  }

  /// In this order. Nobody is told before it returns.
  void begin(std::vector<runtime::net::address> where);

  struct won {
    std::shared_ptr<upstream_h1> connection;
    runtime::net::address where;
  };
  /// Looks what has become of the attempts, and begins the next if it is time.
  /// The first that succeeded ends the race.
  std::optional<won> progress();

  /// Nobody has answered, and there is nobody left to ask.
  bool lost() const noexcept { return under_way_.empty() && left_.empty(); }
  /// Why the last of them failed.
  const failure& why() const noexcept { return why_; }

  std::size_t attempts() const noexcept { return attempts_; }
  /// When the next attempt is due.
  std::optional<runtime::time::steady_point> next() const noexcept;

private:
  struct attempt final : runtime::loop::io_handler {
    explicit attempt(runtime::loop::io_handler& x) : owner(x) {}

    void on_ready(runtime::loop::readiness what) override;

    runtime::loop::io_handler& owner;
    runtime::net::address where;
    std::shared_ptr<upstream_h1> connection;
    bool settled = false; ///< one way or the other
  };

  void start_next();

  runtime::loop::event_loop& loop_;
  std::shared_ptr<connection_shelf> shelf_;
  runtime::loop::io_handler& owner_;
  std::chrono::milliseconds pause_;
  std::vector<runtime::net::address> left_; // the next is the last
  std::list<attempt> under_way_;            // they are held where they are
  runtime::time::steady_point started_;     // the last of them
  std::size_t attempts_ = 0;
  failure why_;
};

} // namespace troupe::actors
