// Three backends, of which the less busy of two is asked; who is down or fails
// is left out: load_balancer 127.0.0.1:8080 BACKEND BACKEND BACKEND
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <chrono>
#include <iostream>

using namespace std::chrono_literals;
using namespace troupe;

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: load_balancer LISTEN BACKEND BACKEND BACKEND\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  if (!listen) {
    std::cerr << listen.error() << '\n';
    return 2;
  }

  actors::proxy_options options;
  options.listeners.push_back({.listen = {.address = *listen}, .socket = {}});
  options.routes.emplace_back().upstream = "app";
  options.routes.back().match.path = "/";
  auto& app = options.upstreams["app"];
  for (auto i = 2; i < argc; ++i) {
    auto backend = runtime::net::address::parse(argv[i]);
    if (!backend) {
      std::cerr << backend.error() << '\n';
      return 2;
    }
    app.backends.push_back({.name = argv[i], .address = *backend});
  }

  // [choice]
  app.balance.policy.how = actors::balancing::two_choices;
  app.balance.eligibility.slow_start.window = 5s; // who comes (back)
  // [choice]
  // [retries]
  auto& retries = app.exchange.retries; // of what may be repeated
  retries.attempts = 3;
  retries.on_reset = true;
  retries.on_timeout = true;
  retries.per_try = 500ms;
  app.retry_budget = actors::retry_budget_options{.percent = 20, .least = 10};
  // [retries]
  // [health]
  app.health
    = actors::check_options{.kind = actors::check_kind::http,
                            .timing = {.interval = 500ms, .timeout = 200ms},
                            .thresholds = {.rise = 2, .fall = 2}};
  app.outliers = actors::outlier_options{
    .consecutive_failures = 3, .base_ejection = 2s, .max_ejected = 50};
  // [health]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
