#include "actors/health/health_report.hpp"

#include "actors/access_log/escape.hpp"

#include "runtime/config/duration.hpp"
#include "runtime/log/log.hpp"

#include <chrono>

namespace troupe::actors {

namespace {

using runtime::log::level;

std::string line_of(std::string_view event, std::string_view upstream,
                    std::string_view backend) {
  auto result = std::string{event};
  result.append(" upstream=");
  append_text(result, upstream, surroundings::plain);
  if (!backend.empty()) {
    result.append(" backend=");
    append_text(result, backend, surroundings::plain);
  }
  return result;
}

void add_reason(std::string& to, std::string_view why) {
  to.append(" because=\"");
  append_text(to, why, surroundings::quoted);
  to.append("\"");
}

// No line is made that nobody reads.
template <class Make>
void tell(level x, Make make) {
  if (runtime::log::enabled(x))
    runtime::log::write(x, make());
}

} // namespace

std::string health_line(std::string_view upstream, std::string_view backend,
                        bool healthy, std::string_view why) {
  auto result
    = line_of(healthy ? "backend_rose" : "backend_fell", upstream, backend);
  add_reason(result, why);
  return result;
}

std::string ejection_line(std::string_view upstream, std::string_view backend,
                          const outlier_change& x) {
  if (!x.ejected)
    return line_of("backend_returned", upstream, backend);
  auto result = line_of("backend_ejected", upstream, backend);
  result.append(" for=").append(runtime::config::to_string(
    std::chrono::duration_cast<std::chrono::milliseconds>(x.how_long)));
  add_reason(result, x.why);
  return result;
}

void health_report::note_health(std::string_view backend, bool healthy,
                                std::string_view why) {
  ++(healthy ? counters_.rose : counters_.fell);
  tell(healthy ? level::info : level::warning,
       [&] { return health_line(upstream_, backend, healthy, why); });
}

void health_report::note_ejection(std::string_view backend,
                                  const outlier_change& x) {
  ++(x.ejected ? counters_.ejected : counters_.returned);
  tell(x.ejected ? level::warning : level::info,
       [&] { return ejection_line(upstream_, backend, x); });
}

void health_report::note_source(std::string_view why) {
  ++counters_.lost;
  tell(level::warning, [&] {
    auto line = line_of("discovery_failed", upstream_, {});
    add_reason(line, why);
    return line;
  });
}

void health_report::note_found(std::size_t backends) {
  tell(level::info, [&] {
    return line_of("backends_changed", upstream_, {})
      .append(" backends=")
      .append(std::to_string(backends));
  });
}

void health_report::note_panic(bool panicking) {
  if (panicking == panicking_)
    return;
  panicking_ = panicking;
  if (panicking)
    ++counters_.panics;
  tell(panicking ? level::warning : level::info, [&] {
    return line_of(panicking ? "panic_began" : "panic_ended", upstream_, {});
  });
}

} // namespace troupe::actors
