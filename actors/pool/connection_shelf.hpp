#pragma once

#include "actors/health/circuit_breaker.hpp"
#include "actors/pool/idle_ledger.hpp"
#include "actors/pool/interface.hpp"
#include "actors/pool/options.hpp"
#include "actors/pool/shared_connection.hpp"
#include "actors/pool/upstream_h1.hpp"

#include "runtime/buffer/store.hpp"
#include "runtime/loop/event_loop.hpp"
#include "runtime/time/timer_wheel.hpp"

#include "codecs/http1/head.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace troupe::actors {

/// The connections of one loop to one backend: how many there are, and which
/// lie idle. A pool and the sessions of its loop share it, and so an exchange
/// that finds a warm connection costs no message. Its connections and its pool
/// keep it.
class connection_shelf final : private runtime::time::timer_handler {
public:
  /// `options` are this loop's share (share_of), `circuit` is for all loops, or
  /// null. Borrowed: the loop.
  connection_shelf(runtime::loop::event_loop& loop, const pool_options& options,
                   std::shared_ptr<circuit_breaker> circuit = nullptr);
  ~connection_shelf();
  connection_shelf(const connection_shelf&) = delete;
  connection_shelf& operator=(const connection_shelf&) = delete;

  /// A stream of a connection that has room, or a connection that lies idle,
  /// the warmest first; or none.
  connection_ptr take();
  /// Only the former.
  connection_ptr take_stream();

  /// Back from an exchange, in order: nothing unread, nothing half written.
  /// Goes to who waits, or lies idle, or is closed if it has served enough; a
  /// stream is closed in any case.
  void put(connection_ptr x);

  /// May one more be opened, as far as this loop is concerned?
  bool has_room() const noexcept {
    return options_.max_connections == 0 || open_ < options_.max_connections;
  }
  /// A place for one more in what bounds all loops, or nothing if it may not be
  /// opened. A loop's first is always granted, lest who waits here wait for
  /// other loops.
  std::optional<shared_place> reserve() noexcept;
  /// Likewise for one that waits.
  std::optional<shared_place> reserve_wait() noexcept;

  std::size_t open() const noexcept { return open_; }
  std::size_t idle() const noexcept { return idle_.size(); }
  const pool_options& options() const noexcept { return options_; }

  /// Closes what lies idle, and keeps nothing from now on. What is asked for is
  /// still lent.
  void clear();

  // -- for the pool -----------------------------------------------------------

  pool_actor pool;         ///< the one that decides, or none yet
  std::size_t waiting = 0; ///< leases that wait in its queue

  // -- for the connections ----------------------------------------------------

  void opened() noexcept { ++open_; }
  void closed();
  /// Closes an idle one whose peer has ended it, or has sent what nobody asked
  /// for.
  void stirred(upstream_h1& x);

  bool shares() const noexcept { return !shared_.empty(); }
  /// For responses that nobody has read yet: most are within a turn.
  runtime::buffer::object_store<codecs::http1::response_head> heads{32};

  /// Others may use it, too, until it is withdrawn. Borrowed.
  void share(shared_connection& x);
  void withdraw(shared_connection& x) { std::erase(shared_, &x); }
  /// It has room where it had none.
  void has_room_again();
  /// It carries nothing any more: there may be too many of that kind.
  void fell_idle(shared_connection& x);
  /// Has it served enough?
  bool worn_out(runtime::time::steady_point born,
                std::size_t requests) const noexcept;

private:
  void on_timer() override;
  bool worn_out(const upstream_h1& x) const noexcept {
    return worn_out(x.born, x.requests);
  }

  runtime::loop::event_loop& loop_;
  pool_options options_;
  std::shared_ptr<circuit_breaker> circuit_;
  std::size_t open_ = 0;
  bool closed_for_good_ = false;
  runtime::time::timer idle_timer_{*this};
  using h1_ptr = std::shared_ptr<upstream_h1>;
  idle_ledger<h1_ptr> idle_;
  std::vector<shared_connection*> shared_;
};

/// One loop's part of bounds that hold for a process. The parts add up to the
/// whole, but none is zero unless the whole is: a bound below the number of
/// loops is exceeded, by one for each loop that would have had none.
pool_options share_of(const pool_options& all, std::size_t loops,
                      std::size_t index) noexcept;

} // namespace troupe::actors
