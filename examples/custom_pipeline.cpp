// A proxy with stages of its own: custom_pipeline 127.0.0.1:8080 127.0.0.1:9000
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>
#include <string>

using namespace troupe;
using actors::exchange_context;
using actors::verdict;

// [state]
struct visitor { // for as long as the client's connection
  unsigned requests = 0;
};

struct decision { // for one request
  bool from_robot = false;
};
// [state]

actors::pipeline stages() {
  // [stages]
  auto p = actors::pipeline{};
  p.early_request([](exchange_context& x) {
     ++x.connection_state<visitor>().requests;
     auto* agent = x.request().fields.find("User-Agent");
     x.state<decision>().from_robot
       = agent && agent->value.find("bot") != std::string_view::npos;
   })
    .request([](exchange_context& x) {
      if (x.state<decision>().from_robot
          && x.request().target.path.starts_with("/private"))
        return verdict::answer(403, "Not for robots.\n");
      return verdict::go_on();
    })
    .response([](exchange_context& x) {
      auto n = x.connection_state<visitor>().requests;
      x.response().fields.set("X-Visit", std::to_string(n));
    });
  // [stages]
  return p;
}

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: custom_pipeline LISTEN BACKEND\n";
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
  options.upstreams["app"].backends.push_back(
    {.name = argv[2], .address = *backend});
  auto& route = options.routes.emplace_back();
  route.upstream = "app";
  route.stages = stages();

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
