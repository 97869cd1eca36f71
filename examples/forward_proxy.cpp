// A forward proxy for clients on this machine, to where the rules allow:
// forward_proxy 127.0.0.1:3128 '*.example.com:443' ...
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>

using namespace troupe;
using namespace std::chrono_literals;

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: forward_proxy LISTEN RULE...\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  if (!listen) {
    std::cerr << listen.error() << '\n';
    return 2;
  }

  actors::proxy_options options;
  options.loops = 1;
  options.listeners.push_back({.listen = {.address = *listen}, .socket = {}});
  // [connect]
  auto& out = options.routes.emplace_back();
  auto& connect = out.connect.emplace();
  for (auto rule = argv + 2; rule != argv + argc; ++rule)
    if (auto wrong = connect.rules.allow(*rule)) {
      std::cerr << *wrong << '\n';
      return 2;
    }
  connect.idle = 10min;
  // Stages stand before a tunnel as before everything else.
  out.stages.request([](actors::exchange_context& x) {
    if (x.request().fields.find("Proxy-Authorization"))
      return actors::verdict::go_on();
    return actors::verdict::answer(
      {.status = 407,
       .fields = {{"Proxy-Authenticate", "Basic realm=\"out\""}},
       .body = "Who are you?\n"});
  });
  // [connect]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
