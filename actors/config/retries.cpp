#include "actors/config/retries.hpp"

#include "actors/config/health.hpp"

#include <charconv>

namespace troupe::actors {

namespace {

using namespace runtime::config;

constexpr auto time = duration{.may_be_off = true};

const auto methods = choice<bool>{{{"idempotent", false}, {"all", true}}};

/// A final status, by its three digits.
std::optional<codecs::http::status> status_in(std::string_view said) {
  auto code = codecs::http::status{0};
  auto* end = said.data() + said.size();
  auto [at, error] = std::from_chars(said.data(), end, code);
  if (error != std::errc{} || at != end || code < 200 || code > 599)
    return std::nullopt;
  return code;
}

void read_occasion(const setting& x, retry_options& to, findings& out) {
  constexpr std::string_view wanted
    = "reset, timeout, or a status from 200 to 599";
  auto said = text{wanted}(x, out);
  if (!said)
    return;
  if (*said == "reset")
    to.on_reset = true;
  else if (*said == "timeout")
    to.on_timeout = true;
  else if (auto code = status_in(*said))
    to.on_status.push_back(*code);
  else
    refuse(x, wanted, out);
}

} // namespace

retry_options read_retries(const setting& x,
                           std::optional<retry_budget_options>& budget,
                           findings& out) {
  auto result = retry_options{};
  section in{x, out};
  in.bind("attempts", result.attempts, whole_number{.least = 1, .most = 1000});
  if (auto* occasions = in.find("on"))
    for (auto& item : items_of(*occasions, "occasion", out))
      read_occasion(item, result, out);
  in.bind("methods", result.unsafe_methods, methods);
  in.bind("per_try", result.per_try, time);
  in.bind("total", result.total, time);
  in.bind("backoff", result.backoff, time);
  in.bind("max_backoff", result.max_backoff, duration{});
  if (auto* share = in.find("budget"))
    budget = read_retry_budget(*share, out);
  in.close();
  return result;
}

} // namespace troupe::actors
