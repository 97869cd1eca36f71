// A directory as a web site: static_site 127.0.0.1:8080 DIRECTORY
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>

using namespace troupe;

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: static_site LISTEN DIRECTORY\n";
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
  // [site]
  auto& site = options.routes.emplace_back();
  site.files.emplace().root = argv[2];
  site.files->precompressed = true;
  // Stages stand before files as before everything else.
  site.stages.response([](actors::exchange_context& x) {
    x.response().fields.set("Cache-Control", "max-age=60");
  });
  // [site]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
