#include "actors/health/options.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/scan.hpp"
#include "codecs/uri/request_target.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace troupe::actors {

namespace {

bool is_text_of_a_field(std::string_view x) {
  return codecs::trim(x) == x
         && std::none_of(x.begin(), x.end(), codecs::is_control);
}

// What frames the request, or is said by other options.
bool is_ours(std::string_view field) {
  for (auto name : {"host", "connection", "content-length", "transfer-encoding",
                    "expect", "upgrade"})
    if (codecs::same_text(field, name))
      return true;
  return false;
}

std::optional<std::string> problem_with_field(const check_field& x) {
  if (!codecs::is_token(x.name) || !is_text_of_a_field(x.value))
    return fmt::format("'{}' or its value is not valid in a request", x.name);
  if (is_ours(x.name))
    return fmt::format("'{}' is not for a check to choose", x.name);
  return std::nullopt;
}

bool is_target(const http_check_options& x) {
  auto target = codecs::uri::parse_request_target(x.path, false);
  if (!target)
    return false;
  using codecs::uri::target_form;
  return target->form == target_form::origin
         || (target->form == target_form::asterisk && x.method == "OPTIONS");
}

bool are_final(const expected_statuses& x) {
  return x.first <= x.last && x.first >= 200 && x.last <= 599;
}

} // namespace

bool names_itself(const http_check_options& x) noexcept {
  return std::any_of(x.fields.begin(), x.fields.end(), [](auto& y) {
    return codecs::same_text(y.name, "User-Agent");
  });
}

std::optional<std::string> problem_with(const http_check_options& x) {
  if (!codecs::is_token(x.method) || x.method == "CONNECT")
    return fmt::format("'{}' is no method of a check", x.method);
  if (!is_target(x))
    return fmt::format("'{}' is no path: it begins with a slash, and has no "
                       "spaces or fragment",
                       x.path);
  if (!x.host.empty() && !codecs::uri::parse_authority(x.host))
    return fmt::format("'{}' is no host", x.host);
  for (auto& field : x.fields)
    if (auto problem = problem_with_field(field))
      return problem;
  if (x.expect.empty()
      || !std::all_of(x.expect.begin(), x.expect.end(), are_final))
    return "statuses to expect are from 200 to 599, the lower one first";
  if (x.method == "HEAD" && (!x.body.empty() || x.body_matches))
    return "no body comes in response to HEAD";
  if (x.max_body == 0 || x.max_body > (1 << 20) || x.body.size() > x.max_body)
    return "a body is looked at up to 1 MiB, and no more is looked for";
  return std::nullopt;
}

std::optional<std::string> problem_with(const check_options& x) {
  if (x.parallel == 0)
    return "one check at least is under way at a time";
  if (auto problem = problem_with(x.timing))
    return problem;
  if (auto problem = problem_with(x.thresholds))
    return problem;
  return x.kind == check_kind::http ? problem_with(x.http) : std::nullopt;
}

} // namespace troupe::actors
