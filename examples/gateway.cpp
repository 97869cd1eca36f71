// One visitor in ten gets the new version, and keeps it; reports and previews
// are only in the new one, and a third hears copies of what it is asked:
// gateway 127.0.0.1:8080 OLD_BACKEND NEW_BACKEND NEXT_BACKEND
#include "actors/pipeline/stages/mirror.hpp"
#include "actors/pipeline/stages/split.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>
#include <utility>
#include <vector>

using namespace troupe;

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: gateway LISTEN OLD_BACKEND NEW_BACKEND NEXT_BACKEND\n";
    return 2;
  }
  auto places = std::vector<runtime::net::address>{};
  for (auto i = 1; i < argc; ++i) {
    auto place = runtime::net::address::parse(argv[i]);
    if (!place) {
      std::cerr << place.error() << '\n';
      return 2;
    }
    places.push_back(*std::move(place));
  }

  actors::proxy_options options;
  options.loops = 1;
  options.listeners.push_back({.listen = {.address = places[0]}, .socket = {}});
  // [routes]
  options.upstreams["old"].backends.push_back({.address = places[1]});
  options.upstreams["new"].backends.push_back({.address = places[2]});
  options.upstreams["next"].backends.push_back({.address = places[3]});

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
  // [mirror]
  // Nobody waits for the copies, and nobody hears what became of them.
  actors::stages::add_mirror({.upstream = "next", .percent = 100},
                             reports.stages);
  // [mirror]
  auto& preview = options.routes.emplace_back();
  preview.match.fields.emplace_back("X-Preview", "yes");
  preview.upstream = "new";
  // [routes]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
