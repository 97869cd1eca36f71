#include "actors/access_log/error_summary.hpp"

#include "actors/access_log/escape.hpp"

#include <fmt/format.h>

namespace troupe::actors {

namespace {

std::string_view word_of(fault x) noexcept {
  switch (x) {
    case fault::downstream: return "downstream";
    case fault::upstream: return "upstream";
    case fault::ours: break;
  }
  return "ours";
}

std::string_view word_of(retry x) noexcept {
  switch (x) {
    case retry::always: return "always";
    case retry::if_reused: return "if_reused";
    case retry::unseen: return "unseen";
    case retry::never: break;
  }
  return "never";
}

/// " key=value", if there is one.
void add(std::string& to, std::string_view key, std::string_view value) {
  if (value.empty())
    return;
  to.append(" ").append(key).append("=");
  append_text(to, value, surroundings::plain);
}

} // namespace

std::string error_summary(const exchange_record& x) {
  auto line = fmt::format("exchange_failed what={} whose={} again={} status={}",
                          to_string(x.end), word_of(fault_of(x.end)),
                          word_of(retry_after(x.end)), x.status);
  if (!x.because.empty()) {
    line.append(" because=\"");
    append_text(line, x.because, surroundings::quoted);
    line.append("\"");
  }
  line.append(fmt::format(" attempts={}", x.attempts));
  add(line, "method", x.method);
  add(line, "host", x.authority);
  add(line, "path", x.target.substr(0, x.target.find('?')));
  add(line, "client", x.client);
  add(line, "route", x.route);
  add(line, "upstream", x.upstream);
  add(line, "backend", x.backend);
  add(line, "request_id", x.request_id);
  return line;
}

std::string suppressed_summary(proxy_errc what, std::uint64_t count) {
  return fmt::format("exchange_failed what={} suppressed={}", to_string(what),
                     count);
}

runtime::log::level level_of(proxy_errc x) noexcept {
  return fault_of(x) == fault::downstream ? runtime::log::level::debug
                                          : runtime::log::level::warning;
}

} // namespace troupe::actors
