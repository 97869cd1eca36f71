#pragma once

#include "actors/access_log/interface.hpp"
#include "actors/access_log/log_file.hpp"
#include "actors/supervisor/control.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/supervisor/restart_plan.hpp"
#include "actors/supervisor/worker.hpp"

#include <caf/actor_addr.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace troupe::actors {

/// How a proxy came to its end.
enum class proxy_outcome { still_running, ended, fell_too_often };

struct supervisor_options {
  std::chrono::milliseconds drain{0};
  restart_budget restarts;
  /// Called once, when all loops have ended.
  std::function<void(proxy_outcome)> on_end;
  /// Borrowed: outlives the supervisor.
  actors::control* control = nullptr;
  /// An access log is spawned for each, in the order of the options.
  std::vector<std::shared_ptr<log_file>> logs{};
};

struct supervisor_state {
  static inline const char* name = "supervisor";

  supervisor_options options;
  std::vector<worker*> workers; ///< borrowed: they outlive the supervisor
  restart_plan plan;
  std::map<caf::actor_addr, part> parts;
  std::set<std::size_t> drained; ///< loops
  std::set<std::size_t> ended;   ///< loops
  std::vector<access_log_actor> logs;
  std::vector<log_courier_actor> couriers; ///< of all loops
  std::size_t undrained = 0;               ///< of either, while they are asked
  bool draining = false;
  proxy_outcome ending = proxy_outcome::still_running;
};

/// Runs on the scheduler, for it may think about what it does.
supervisor_actor::behavior_type
supervisor(supervisor_actor::stateful_pointer<supervisor_state> self,
           supervisor_options options, std::vector<worker*> workers);

} // namespace troupe::actors
