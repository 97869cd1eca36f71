#pragma once

#include "actors/base/loop_random.hpp"
#include "actors/base/pinned.hpp"
#include "actors/health/health_ledger.hpp"
#include "actors/health/interface.hpp"
#include "actors/health/options.hpp"
#include "actors/health/probe.hpp"

#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>

namespace troupe::actors {

class health_checker;

/// A backend between two checks, waiting for its turn, or being checked.
class checked_backend final : private runtime::loop::io_handler,
                              private runtime::time::timer_handler {
public:
  checked_backend(health_checker& owner, check_target what,
                  const health_thresholds& thresholds)
    : target(std::move(what)), ledger(thresholds), owner_(owner) {
    // nop
  }

  /// Who hears of the probe's socket.
  runtime::loop::io_handler& handler() noexcept { return *this; }

  check_target target;
  health_ledger ledger;
  /// Until the next check while it rests, and until a check's deadline.
  runtime::time::timer timer{*this};
  runtime::time::steady_point began;    ///< the last check
  std::unique_ptr<actors::probe> probe; ///< while it is being checked

private:
  void on_ready(runtime::loop::readiness what) override;
  void on_timer() override;

  health_checker& owner_;
};

/// What the checks of one upstream came to.
struct check_counters {
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t undecided = 0; ///< we could not ask
};

struct health_checker_state {
  static inline const char* name = "health-checker";

  check_options options;
  health_subscriber_actor subscriber;
  loop_random random;
  std::deque<backend_id> queue; ///< due, but there was no room
  std::size_t under_way = 0;
  check_counters counters;
  std::map<backend_id, checked_backend> backends;
};

/// Checks the backends of one upstream on one loop: each again and again, never
/// twice at a time, and not too many at once.
class health_checker final
  : public pinned<health_checker_actor::stateful_base<health_checker_state>> {
public:
  /// Options that problem_with() has nothing to say about.
  health_checker(caf::actor_config& cfg, check_options options,
                 health_subscriber_actor subscriber);

  behavior_type make_behavior() override;

  const check_counters& counters() const noexcept { return state.counters; }

private:
  friend class checked_backend;

  void watch(const watch_backends& x);
  void forget_others(const watch_backends& x);
  void move(checked_backend& x, const check_target& to);
  void drop_probe(checked_backend& x);

  void on_timer(checked_backend& x);
  void advance(checked_backend& x, runtime::loop::readiness what);
  void begin(checked_backend& x);
  void begin_waiting();
  void conclude(checked_backend& x, check_verdict verdict);
};

} // namespace troupe::actors
