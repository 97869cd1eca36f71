#include "actors/pipeline/stages/rate_limit.hpp"

#include "actors/rate_limit/verdict.hpp"

#include "codecs/base/ascii.hpp"

#include <cmath>

namespace troupe::actors::stages {

using namespace runtime::config;

std::string_view rate_limit::key_of(const rate_limit_options& options,
                                    exchange_context& x) {
  using enum rate_limit_options::key_kind;
  switch (options.key) {
    case client: return x.client().address;
    case route: return x.route();
    case host: return x.request().authority;
    case field: break;
  }
  auto* found = x.request().fields.find(options.field);
  return found ? found->value : std::string_view{};
}

verdict rate_limit::request(exchange_context& x) const {
  auto& [options, window] = *shared_;
  auto key = key_of(options, x);
  auto now = x.now();
  window.observe(key, 1, now);
  auto seen = static_cast<std::int64_t>(std::ceil(window.sliding(key, now)));
  auto said = verdict_on(seen, options.requests, window.until_turn(now));
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
  using enum rate_limit_options::key_kind;
  auto options = rate_limit_options{};
  section in{x, out};
  if (auto* requests = in.require("requests"))
    if (auto n
        = whole_number{.least = 1, .most = 1'000'000'000}(*requests, out))
      options.requests = *n;
  in.bind("per", options.per, duration{});
  if (auto* key = in.find("key"))
    if (auto word
        = text{.wanted = "client, route, host or a field"}(*key, out)) {
      options.key = *word == "client"  ? client
                    : *word == "route" ? route
                    : *word == "host"  ? host
                                       : field;
      options.field = *word;
      if (!codecs::is_token(*word))
        refuse(*key, "client, route, host or a field's name", out);
    }
  in.close();
  to.add(rate_limit{std::move(options)});
}

} // namespace troupe::actors::stages
