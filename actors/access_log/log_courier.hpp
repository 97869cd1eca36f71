#pragma once

#include "actors/access_log/interface.hpp"
#include "actors/access_log/log_outlet.hpp"
#include "actors/base/pinned.hpp"

#include "runtime/time/timer_wheel.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace troupe::actors {

struct log_courier_state {
  static inline const char* name = "log-courier";

  ~log_courier_state() {
    if (outlet)
      outlet->courier = nullptr;
  }

  log_outlet* outlet = nullptr;
  access_log_actor log;
  std::optional<caf::typed_response_promise<log_drained>> draining;
  std::optional<runtime::time::timer> say_timer;
  std::uint64_t lost = 0; ///< lines that were dropped on their way
  std::uint64_t said = 0; ///< of these, and of those the buffer dropped
};

/// Lives on the loop whose lines it takes away. After trouble it tells the
/// process's log how many lines were dropped.
class log_courier final
  : public pinned<log_courier_actor::stateful_base<log_courier_state>>,
    private runtime::time::timer_handler {
public:
  /// From one line about dropped lines to the next.
  static constexpr auto say_interval = std::chrono::seconds{5};

  /// Borrowed: the outlet outlives the courier, and names it when it runs.
  log_courier(caf::actor_config& cfg, log_outlet& outlet, access_log_actor log);

  behavior_type make_behavior() override;

private:
  void carry();
  void returned(log_batch_ptr batch);
  caf::result<log_drained> begin_drain();
  void end_if_drained();
  std::uint64_t dropped() const noexcept;
  void say_dropped();
  void on_timer() override;
};

} // namespace troupe::actors
