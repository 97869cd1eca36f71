#include "actors/pipeline/stages/trace.hpp"

#include "actors/pipeline/exchange_identity.hpp"

#include "codecs/http/trace_context.hpp"

#include <fmt/format.h>

namespace troupe::actors::stages {

using namespace runtime::config;
namespace http = codecs::http;

bool trace::samples() {
  return static_cast<double>(random_.next() >> 11) * 0x1p-53 < options_.sample;
}

void trace::request(exchange_context& x) {
  auto& fields = x.request().fields;
  auto came = http::read_trace_context(fields);
  auto ours = came ? http::child_of(came->parent, random_)
                   : http::new_trace(random_, samples());
  fields.set("Traceparent", http::trace_parent_text{ours}.view());
  if (came && !came->state.empty())
    fields.set("Tracestate", came->state);
  else
    fields.erase("Tracestate"); // it belongs to a trace that is not ours
  x.state<exchange_identity>().trace_id
    = fmt::format("{:016x}{:016x}", ours.trace.high, ours.trace.low);
}

void read_trace(const setting& x, pipeline& to, findings& out) {
  auto options = trace_options{};
  section in{x, out};
  in.bind("sample", options.sample, share{});
  in.close();
  to.add(trace{options});
}

} // namespace troupe::actors::stages
