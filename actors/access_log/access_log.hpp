#pragma once

#include "actors/access_log/interface.hpp"
#include "actors/access_log/log_file.hpp"
#include "actors/access_log/log_quota.hpp"

#include <caf/error.hpp>
#include <caf/sec.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>

namespace troupe::actors {

/// Lines that the disk would not take yet.
struct waiting_lines {
  log_batch_ptr batch;
  std::string_view rest; ///< of the batch's, what is not written
  caf::typed_response_promise<batch_returned> promise;
};

struct access_log_state {
  static inline const char* name = "access-log";

  /// Whose lines wait in vain learns of it.
  ~access_log_state() {
    for (auto& x : waiting)
      x.promise.deliver(caf::make_error(caf::sec::request_receiver_down));
  }

  std::shared_ptr<log_file> file;
  std::deque<waiting_lines> waiting;
  bool retrying = false;
  bool in_trouble = false; ///< the last write failed
  log_quota quota{{.lines = 1, .interval = std::chrono::seconds{60}}};
};

/// Spawned with caf::detached. Write errors are told to the process's log once
/// a minute, and tried again every second.
access_log_actor::behavior_type
access_log(access_log_actor::stateful_pointer<access_log_state> self,
           std::shared_ptr<log_file> file);

} // namespace troupe::actors
