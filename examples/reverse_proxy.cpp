// A reverse proxy in a page: reverse_proxy 127.0.0.1:8080 127.0.0.1:9000
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>

using namespace troupe;
using namespace std::chrono_literals;

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: reverse_proxy LISTEN BACKEND\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  auto backend = runtime::net::address::parse(argv[2]);
  if (!listen || !backend) {
    std::cerr << (listen ? backend.error() : listen.error()) << '\n';
    return 2;
  }

  // [options]
  actors::proxy_options options;
  options.listeners.push_back({.listen = {.address = *listen}, .socket = {}});

  auto& app = options.upstreams["app"];
  app.backends.push_back({.name = argv[2], .address = *backend});
  app.pool.idle = 30s;
  app.exchange.timeouts.first_octet = 10s;

  auto& route = options.routes.emplace_back();
  route.match.path = "/";
  route.upstream = "app";
  // [options]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
