#include "actors/config/health.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;

constexpr auto in_a_row = whole_number{.least = 1, .most = 1000};
constexpr auto some = whole_number{.least = 1, .most = 1'000'000'000};
constexpr auto any = whole_number{.most = 1'000'000'000, .off = 0};

std::optional<std::uint32_t> read_percent(const setting& x, findings& out) {
  auto part = share{}(x, out);
  if (!part)
    return std::nullopt;
  auto percent = std::lround(*part * 100);
  if (std::abs(*part * 100 - static_cast<double>(percent)) > 1e-6) {
    refuse(x, "a whole percentage", out);
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(percent);
}

// -- HTTP checks --------------------------------------------------------------

/// Adopts what `change` made of the options, unless that made them bad.
template <class Change>
void set(const setting& x, http_check_options& to, findings& out,
         Change change) {
  auto next = to;
  change(next);
  if (auto problem = problem_with(next))
    out.add(place_of(x), fmt::format("'{}' will not do: {}", x.key, *problem));
  else
    to = std::move(next);
}

void bind_text(section& in, std::string_view key, http_check_options& to,
               std::string http_check_options::*part, std::string_view wanted) {
  if (auto* x = in.find(key))
    if (auto said = text{.wanted = wanted}(*x, in.out()))
      set(*x, to, in.out(), [&](auto& next) { next.*part = *said; });
}

void read_fields(const setting& x, http_check_options& to, findings& out) {
  if (x.value->what != node::kind::map) {
    refuse(x, "a map from names to values", out);
    return;
  }
  for (auto& one : x.value->settings)
    if (auto said = text{}(one, out))
      set(one, to, out, [&](auto& next) {
        next.fields.push_back({one.key, *said});
      });
}

std::optional<codecs::http::status> status_of(std::string_view digits) {
  auto result = codecs::http::status{0};
  auto* end = digits.data() + digits.size();
  auto [rest, error] = std::from_chars(digits.data(), end, result);
  if (error != std::errc{} || rest != end || digits.size() != 3)
    return std::nullopt;
  return result;
}

/// "200", "300-399" or "2xx".
std::optional<expected_statuses> parse_statuses(std::string_view said) {
  if (said.size() == 3 && said.ends_with("xx")) {
    auto least = status_of(std::string{said.front(), '0', '0'});
    auto most = status_of(std::string{said.front(), '9', '9'});
    return least ? std::optional{expected_statuses{*least, *most}}
                 : std::nullopt;
  }
  auto dash = said.find('-');
  auto least = status_of(said.substr(0, dash));
  auto most = dash == said.npos ? least : status_of(said.substr(dash + 1));
  return least && most ? std::optional{expected_statuses{*least, *most}}
                       : std::nullopt;
}

std::optional<expected_statuses> read_statuses(const setting& x,
                                               findings& out) {
  constexpr std::string_view wanted = "a status such as 200, 300-399 or 2xx";
  auto said = text{.wanted = wanted}(x, out);
  if (!said)
    return std::nullopt;
  auto result = parse_statuses(*said);
  if (!result)
    refuse(x, wanted, out);
  return result;
}

void read_expect(const setting& x, http_check_options& to, findings& out) {
  auto all = x.value->what == node::kind::list ? items_of(x, "expect", out)
                                               : std::vector{x};
  auto is_first = true;
  for (auto& one : all)
    if (auto statuses = read_statuses(one, out))
      set(one, to, out, [&](auto& next) {
        if (std::exchange(is_first, false))
          next.expect.clear();
        next.expect.push_back(*statuses);
      });
}

void read_pattern(const setting& x, http_check_options& to, findings& out) {
  auto said = text{.wanted = "a regular expression"}(x, out);
  if (!said)
    return;
  auto made = runtime::text::pattern::compile(*said);
  if (!made)
    out.add(place_of(x),
            fmt::format("'{}' will not do: {}", x.key, made.error()));
  else
    set(x, to, out, [&](auto& next) { next.body_matches = *made; });
}

void bind_http(section& in, http_check_options& to) {
  auto& out = in.out();
  bind_text(in, "method", to, &http_check_options::method,
            "a method such as GET");
  bind_text(in, "path", to, &http_check_options::path,
            "a path such as /healthz");
  bind_text(in, "host", to, &http_check_options::host, "a host's name");
  if (auto* fields = in.find("headers"))
    read_fields(*fields, to, out);
  if (auto* expect = in.find("expect"))
    read_expect(*expect, to, out);
  in.bind("max_body", to.max_body, size{.least = 1, .most = 1 << 20});
  bind_text(in, "body", to, &http_check_options::body, "some text");
  if (auto* pattern = in.find("body_matches"))
    read_pattern(*pattern, to, out);
}

void refuse_http(section& in) {
  for (auto* key : {"method", "path", "host", "headers", "expect", "max_body",
                    "body", "body_matches"})
    if (auto* x = in.find(key))
      in.out().add(x->at, fmt::format("'{}' is for http checks only", key));
}

const auto kinds = choice<check_kind>{{
  {"tcp", check_kind::tcp},
  {"http", check_kind::http},
}};

const auto first_healths = choice<bool>{{{"up", true}, {"down", false}}};

void read_success_rate(const setting& x, success_rate_options& to,
                       findings& out) {
  if (x.value->what == node::kind::text && x.value->text == "off") {
    to.factor = 0;
    return;
  }
  section in{x, out};
  in.bind("factor", to.factor, number{});
  in.bind("margin", to.margin, read_percent);
  in.bind("min_backends", to.min_backends,
          whole_number{.least = 2, .most = 1'000'000});
  in.bind("min_requests", to.min_requests, some);
  in.close();
}

} // namespace

check_options read_check(const setting& x, findings& out) {
  auto result = check_options{};
  if (x.value->what == node::kind::text) {
    result.kind = kinds(x, out).value_or(check_kind::tcp);
    return result;
  }
  section in{x, out};
  auto* kind = in.require("check");
  // Where it is not known, all keys are.
  auto said = kind ? kinds(*kind, out) : std::nullopt;
  result.kind = said.value_or(check_kind::http);
  in.bind("interval", result.timing.interval, duration{});
  in.bind("interval_down", result.timing.interval_down,
          duration{.may_be_off = true});
  in.bind("jitter", result.timing.jitter, read_percent);
  in.bind("timeout", result.timing.timeout, duration{});
  in.bind("rise", result.thresholds.rise, in_a_row);
  in.bind("fall", result.thresholds.fall, in_a_row);
  in.bind("initially", result.thresholds.healthy_at_first, first_healths);
  in.bind("parallel", result.parallel, some);
  if (result.kind == check_kind::http)
    bind_http(in, result.http);
  else
    refuse_http(in);
  in.close();
  return result;
}

outlier_options read_outliers(const setting& x, findings& out) {
  auto result = outlier_options{};
  section in{x, out};
  in.bind("consecutive_failures", result.consecutive_failures, any);
  if (auto* rate = in.find("success_rate"))
    read_success_rate(*rate, result.success_rate, out);
  in.bind("interval", result.interval, duration{});
  in.bind("base_ejection", result.base_ejection, duration{});
  in.bind("max_ejection", result.max_ejection, duration{});
  in.bind("max_ejected", result.max_ejected, read_percent);
  in.close();
  if (auto problem = problem_with(result))
    out.add(place_of(x), fmt::format("'{}' will not do: {}", x.key, *problem));
  return result;
}

retry_budget_options read_retry_budget(const setting& x, findings& out) {
  auto result = retry_budget_options{};
  if (x.value->what == node::kind::text) {
    result.percent = read_percent(x, out).value_or(result.percent);
    return result;
  }
  section in{x, out};
  in.bind("share", result.percent, read_percent);
  in.bind("least", result.least, whole_number{.most = 1'000'000'000});
  in.close();
  return result;
}

breaker_options read_circuit(const setting& x, findings& out) {
  auto result = breaker_options{};
  section in{x, out};
  in.bind("connections", result.connections, any);
  in.bind("waiting", result.waiting, any);
  in.bind("requests", result.requests, any);
  in.bind("retries", result.retries, any);
  in.close();
  return result;
}

} // namespace troupe::actors
