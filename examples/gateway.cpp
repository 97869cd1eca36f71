// One visitor in ten gets the new version, and keeps it; reports and previews
// are only in the new one:
// gateway 127.0.0.1:8080 OLD_BACKEND NEW_BACKEND
#include "actors/pipeline/stages/split.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>

using namespace troupe;

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

  // [split]
  auto& all = options.routes.emplace_back();
  all.stages.add(actors::stages::split{
    {.shares = {{"old", 9}, {"new", 1}},
     .key = actors::stages::split_options::key_kind::cookie,
     .field = {},
     .cookie = "version"}});
  // [split]
  // The most specific route wins, in whatever order they are added.
  auto& health = options.routes.emplace_back();
  health.match.path = "/health";
  health.match.whole_path = true;
  health.upstream = "old";
  auto& reports = options.routes.emplace_back();
  reports.match.pattern = "^/reports/[0-9]{4}$";
  reports.upstream = "new";
  auto& preview = options.routes.emplace_back();
  preview.match.fields.emplace_back("X-Preview", "yes");
  preview.upstream = "new";
  // [routes]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
