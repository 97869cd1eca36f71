#include "actors/pipeline/stages/rate_limit.hpp"

#include "actors/rate_limit/limit_verdict.hpp"

#include <cmath>

namespace troupe::actors::stages {

using namespace runtime::config;

rate_limit::rate_limit(rate_limit_options options)
  : shared_(std::make_shared<shared>()) {
  auto& [kept, limit] = *shared_;
  kept = std::move(options);
  if (kept.by == rate_limit_options::algorithm::window)
    limit.emplace<rate_window>(kept.per, runtime::time::steady_point{});
  else
    limit.emplace<bucket_table>(bucket_table_options{
      .bucket = {.capacity = kept.burst > 0 ? kept.burst : kept.requests,
                 .refill = kept.requests,
                 .per = kept.per}});
}

verdict rate_limit::request(exchange_context& x) const {
  auto& options = shared_->options;
  auto key = options.key.of(x);
  auto now = x.now();
  auto said = limit_verdict{};
  if (auto* window = std::get_if<rate_window>(&shared_->limit)) {
    window->observe(key, 1, now);
    auto seen = static_cast<std::int64_t>(std::ceil(window->sliding(key, now)));
    said = verdict_on(seen, options.requests, window->until_turn(now));
  } else {
    said = std::get<bucket_table>(shared_->limit).take(key, 1, now);
  }
  x.state<told>().value = rate_limit_value("default", said);
  if (said.granted)
    return verdict::go_on();
  return verdict::answer({.status = 429,
                          .fields = {{"Content-Type", "text/plain"},
                                     {"Retry-After", retry_after_value(said)}},
                          .body = "429 Too Many Requests\n"});
}

void rate_limit::response(exchange_context& x) const {
  auto& options = shared_->options;
  auto& value = x.state<told>().value;
  if (value.empty())
    return; // another stage has answered before
  auto& fields = x.response().fields;
  fields.append("RateLimit-Policy",
                rate_limit_policy_value(
                  {.quota = options.requests, .window = options.per}));
  fields.append("RateLimit", value);
}

void read_rate_limit(const setting& x, pipeline& to, findings& out) {
  using enum rate_limit_options::algorithm;
  auto options = rate_limit_options{};
  constexpr auto number = whole_number{.least = 1, .most = 1'000'000'000};
  section in{x, out};
  if (auto* requests = in.require("requests"))
    if (auto n = number(*requests, out))
      options.requests = *n;
  in.bind("per", options.per, duration{});
  in.bind("key", options.key, read_exchange_key);
  in.bind("algorithm", options.by,
          choice<rate_limit_options::algorithm>{
            {{"window", window}, {"bucket", bucket}}});
  in.bind("burst", options.burst, number);
  if (auto* burst = in.find("burst"); burst && options.by == window)
    out.add(place_of(*burst), "'burst' is for 'algorithm: bucket'");
  in.close();
  if (options.requests > 0)
    to.add(rate_limit{std::move(options)});
}

} // namespace troupe::actors::stages
