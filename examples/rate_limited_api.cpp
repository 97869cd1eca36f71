// An API with limits by key and by client:
// rate_limited_api 127.0.0.1:8080 127.0.0.1:9000
#include "actors/pipeline/stages/concurrency.hpp"
#include "actors/pipeline/stages/rate_limit.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>

using namespace troupe;
using namespace std::chrono_literals;

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: rate_limited_api LISTEN BACKEND\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  auto backend = runtime::net::address::parse(argv[2]);
  if (!listen || !backend) {
    std::cerr << (listen ? backend.error() : listen.error()) << '\n';
    return 2;
  }

  actors::proxy_options options;
  options.listeners.push_back({.listen = {.address = *listen}, .socket = {}});
  options.upstreams["api"].backends.push_back(
    {.name = argv[2], .address = *backend});
  auto& route = options.routes.emplace_back();
  route.upstream = "api";

  using actors::stages::exchange_key;
  using actors::stages::rate_limit_options;
  // [who]
  // The limit below counts by a key, so there has to be one.
  route.stages.request([](actors::exchange_context& x) {
    if (!x.request().fields.find("X-Api-Key"))
      return actors::verdict::answer(401, "Which key?\n");
    return actors::verdict::go_on();
  });
  // [who]
  // [limits]
  // Ten requests a minute in the long run, three of them at once.
  route.stages.add(actors::stages::rate_limit{
    {.requests = 10,
     .per = 1min,
     .key = exchange_key{exchange_key::kind::field, "X-Api-Key"},
     .by = rate_limit_options::algorithm::bucket,
     .burst = 3}});
  // However many keys a client has: two requests of an address at a time.
  route.stages.add(actors::stages::concurrency{
    {.most = 2, .key = exchange_key{exchange_key::kind::client}}});
  // [limits]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
