#include "actors/access_log/log_variable.hpp"

#include <algorithm>
#include <array>

namespace troupe::actors {

namespace {

// In the order of the enumerators.
constexpr auto names = std::to_array<std::string_view>({
  "time",          "time_clf",   "time_unix",   "client",
  "user",          "method",     "target",      "path",
  "query",         "authority",  "protocol",    "request_octets",
  "client_reused", "status",     "body_octets", "route",
  "upstream",      "backend",    "attempts",    "backend_reused",
  "stages_us",     "wait_us",    "connect_us",  "first_octet_us",
  "total_us",      "request_id", "trace_id",    "end",
  "because",       "request",    "response",
});

constexpr auto plain_count = static_cast<std::size_t>(log_variable::request);
static_assert(names.size() == plain_count + 2);
static_assert(names[plain_count] == "request");

log_value text(std::string_view x) noexcept {
  return x.empty() ? log_value{no_value{}} : log_value{x};
}

log_value text(std::optional<std::string_view> x) noexcept {
  return x ? log_value{*x} : log_value{no_value{}};
}

log_value number(std::uint64_t x) noexcept {
  return x;
}

log_value microseconds(std::optional<std::chrono::microseconds> x) noexcept {
  return x ? number(
           static_cast<std::uint64_t>(std::max<std::int64_t>(x->count(), 0)))
           : log_value{no_value{}};
}

log_value path_of(std::string_view target) noexcept {
  return text(target.substr(0, target.find('?')));
}

log_value query_of(std::string_view target) noexcept {
  const auto mark = target.find('?');
  return mark == target.npos ? log_value{no_value{}}
                             : log_value{target.substr(mark + 1)};
}

} // namespace

std::string_view to_string(log_variable x) noexcept {
  return names[static_cast<std::size_t>(x)];
}

std::span<const std::string_view> plain_log_variables() noexcept {
  return std::span{names}.first(plain_count);
}

std::optional<log_variable> find_log_variable(std::string_view name) noexcept {
  const auto known = plain_log_variables();
  const auto found = std::find(known.begin(), known.end(), name);
  if (found == known.end())
    return std::nullopt;
  return static_cast<log_variable>(found - known.begin());
}

log_value value_of(log_variable what, std::size_t field,
                   const exchange_record& x) noexcept {
  switch (what) {
    case log_variable::time:
      return timestamp{x.begun, timestamp::style::rfc3339};
    case log_variable::time_clf:
      return timestamp{x.begun, timestamp::style::clf};
    case log_variable::time_unix:
      return timestamp{x.begun, timestamp::style::unix_seconds};
    case log_variable::client: return text(x.client);
    case log_variable::user: return text(x.user);
    case log_variable::method: return text(x.method);
    case log_variable::target: return text(x.target);
    case log_variable::path: return path_of(x.target);
    case log_variable::query: return query_of(x.target);
    case log_variable::authority: return text(x.authority);
    case log_variable::protocol: return text(x.protocol);
    case log_variable::request_octets: return number(x.request_octets);
    case log_variable::client_reused: return x.client_reused;
    case log_variable::status:
      return x.status == 0 ? log_value{no_value{}} : number(x.status);
    case log_variable::body_octets: return number(x.body_octets);
    case log_variable::route: return text(x.route);
    case log_variable::upstream: return text(x.upstream);
    case log_variable::backend: return text(x.backend);
    case log_variable::attempts: return number(x.attempts);
    case log_variable::backend_reused:
      return x.attempts == 0 ? log_value{no_value{}} : x.backend_reused;
    case log_variable::stages_us: return microseconds(x.times.stages);
    case log_variable::wait_us: return microseconds(x.times.wait);
    case log_variable::connect_us: return microseconds(x.times.connect);
    case log_variable::first_octet_us: return microseconds(x.times.first_octet);
    case log_variable::total_us: return microseconds(x.times.total);
    case log_variable::request_id: return text(x.request_id);
    case log_variable::trace_id: return text(x.trace_id);
    case log_variable::end: return end_word(x);
    case log_variable::because: return text(x.because);
    case log_variable::request:
      return x.fields ? text(x.fields->request(field)) : no_value{};
    case log_variable::response:
      return x.fields ? text(x.fields->response(field)) : no_value{};
  }
  return no_value{};
}

} // namespace troupe::actors
