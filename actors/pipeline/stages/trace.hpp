#pragma once

#include "actors/base/loop_random.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

namespace troupe::actors::stages {

struct trace_options {
  /// The share of the traces that begin here of which others are asked to
  /// record their parts, from 0 to 1.
  double sample = 1;
};

/// Takes part in distributed traces (W3C Trace Context): the origin finds us as
/// its parent, in the client's trace, or in one that begins here. The logs tell
/// the trace.
class trace {
public:
  explicit trace(trace_options options) : options_(options) {
    // nop
  }

  void request(exchange_context& x);

private:
  bool samples();

  trace_options options_;
  loop_random random_;
};

/// trace: {sample: 0.1}
void read_trace(const runtime::config::setting& x, pipeline& to,
                runtime::config::findings& out);

} // namespace troupe::actors::stages
