#pragma once

#include "actors/access_log/interface.hpp"
#include "actors/access_log/line_format.hpp"
#include "actors/access_log/log_buffer.hpp"
#include "actors/access_log/log_sampler.hpp"
#include "actors/access_log/options.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/time/timer_wheel.hpp"

#include <chrono>
#include <string>

namespace troupe::actors {

/// An access log as the exchanges of one loop see it. A call appends a line;
/// the courier, who borrows this, takes lines away when a batch is full or has
/// waited for long enough.
class log_outlet final : private runtime::time::timer_handler {
public:
  /// For options without problems. Adds the fields that lines show to `wanted`.
  log_outlet(runtime::loop::event_loop& loop, const access_log_options& options,
             field_notes::wishes& wanted);

  /// Appends a line, if the exchange is one of those that leave one.
  void append(const exchange_record& x);

  const std::string& path() const noexcept { return path_; }
  log_buffer& buffer() noexcept { return buffer_; }

  log_courier_actor courier; ///< set while there is one

private:
  void on_timer() override;
  void call_courier();

  runtime::loop::event_loop& loop_;
  std::string path_;
  line_format format_;
  log_sampler sampler_;
  log_buffer buffer_;
  std::chrono::milliseconds delay_;
  runtime::time::timer timer_{*this};
};

} // namespace troupe::actors
