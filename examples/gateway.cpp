// One visitor in ten gets the new version, and keeps it:
// gateway 127.0.0.1:8080 OLD_BACKEND NEW_BACKEND
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>
#include <string_view>

using namespace troupe;

// [split]
struct split {
  unsigned visitors = 0; // a module is copied for each loop: no locks

  struct choice {
    bool made_now = false;
  };

  void choose_upstream(actors::exchange_context& x) {
    auto* cookie = x.request().fields.find("Cookie");
    auto text = cookie ? cookie->value : std::string_view{};
    if (text.find("version=new") != text.npos) {
      x.upstream("new");
    } else if (text.find("version=old") == text.npos) {
      x.state<choice>().made_now = true;
      if (visitors++ % 10 == 9)
        x.upstream("new");
    }
  }

  void response(actors::exchange_context& x) {
    if (x.state<choice>().made_now)
      x.response().fields.append("Set-Cookie", x.upstream() == "new"
                                                 ? "version=new; Path=/"
                                                 : "version=old; Path=/");
  }
};
// [split]

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: gateway LISTEN OLD_BACKEND NEW_BACKEND\n";
    return 2;
  }
  auto listen = runtime::net::address::parse(argv[1]);
  auto old_one = runtime::net::address::parse(argv[2]);
  auto new_one = runtime::net::address::parse(argv[3]);
  if (!listen || !old_one || !new_one) {
    std::cerr << "all three are addresses: 127.0.0.1:8080\n";
    return 2;
  }

  actors::proxy_options options;
  options.loops = 1;
  options.listeners.push_back({.listen = {.address = *listen}, .socket = {}});
  // [routes]
  options.upstreams["old"].backends.push_back(
    {.name = argv[2], .address = *old_one});
  options.upstreams["new"].backends.push_back(
    {.name = argv[3], .address = *new_one});

  auto& all = options.routes.emplace_back();
  all.upstream = "old";
  all.stages.add(split{});
  auto& preview = options.routes.emplace_back();
  preview.match.path = "/preview";
  preview.upstream = "new";
  // [routes]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
