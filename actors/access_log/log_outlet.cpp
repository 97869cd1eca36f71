#include "actors/access_log/log_outlet.hpp"

#include <caf/send.hpp>

namespace troupe::actors {

log_outlet::log_outlet(runtime::loop::event_loop& loop,
                       const access_log_options& options,
                       field_notes::wishes& wanted)
  : loop_(loop), path_(options.path),
    format_(*line_format::parse(options.format, wanted)),
    sampler_(options.sample, options.keep_trouble),
    buffer_(options.batch, options.batches), delay_(options.delay) {
  // nop
}

void log_outlet::append(const exchange_record& x) {
  if (!sampler_.keeps(x))
    return;
  auto* line = buffer_.begin_line();
  if (!line)
    return;
  format_.append(*line, x);
  line->push_back('\n');
  if (buffer_.end_line())
    call_courier();
  else if (!timer_.armed())
    loop_.arm(timer_, loop_.now() + delay_);
}

void log_outlet::on_timer() {
  buffer_.close();
  call_courier();
}

void log_outlet::call_courier() {
  timer_.cancel();
  if (courier)
    caf::anon_send(courier, lines_gathered{});
}

} // namespace troupe::actors
