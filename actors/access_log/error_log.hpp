#pragma once

#include "actors/access_log/exchange_record.hpp"
#include "actors/access_log/log_quota.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <vector>

namespace troupe::actors {

/// Tells the process's own log about exchanges that did not go well, one loop's
/// worth. Each error's word has a quota of its own, so that a frequent one does
/// not hide a rare one, and none of them floods the log.
class error_log final : private runtime::time::timer_handler {
public:
  explicit error_log(runtime::loop::event_loop& loop, log_limit limit = {})
    : loop_(loop), limit_(limit) {
    // nop
  }
  /// Says what is suppressed and not yet said.
  ~error_log();

  /// Says it, or counts it. What went well is passed over.
  void note(const exchange_record& x);

private:
  void on_timer() override;
  log_quota& quota_of(proxy_errc x);

  runtime::loop::event_loop& loop_;
  log_limit limit_;
  std::vector<log_quota> quotas_; // by enumerator, as far as there were any
  runtime::time::timer timer_{*this};
};

} // namespace troupe::actors
