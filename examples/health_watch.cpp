// Which backends are well: health_watch /healthz 127.0.0.1:9000 127.0.0.1:9001
#include "actors/health/health_checker.hpp"
#include "actors/health/health_report.hpp"

#include "runtime/log/log.hpp"
#include "runtime/process/signals.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <iostream>
#include <map>
#include <string>
#include <utility>

using namespace std::chrono_literals;
using namespace troupe;

namespace {

using backend_names = std::map<actors::backend_id, std::string>;

// [subscriber]
// Hears of each change, and could do more about it than to say so.
actors::health_subscriber_actor::behavior_type
narrator(actors::health_subscriber_actor::pointer, backend_names names) {
  return {
    [names = std::move(names), report = actors::health_report{"watched"}](
      const actors::health_changed& x) mutable {
      report.note_health(names.at(x.id), x.healthy, x.why);
    },
  };
}
// [subscriber]

actors::check_options options_for(std::string path) {
  // [options]
  auto options
    = actors::check_options{.kind = actors::check_kind::http,
                            .timing = {.interval = 500ms, .timeout = 200ms},
                            .thresholds = {.rise = 2, .fall = 2}};
  options.http.path = std::move(path);
  options.http.expect = {{200, 299}};
  // [options]
  return options;
}

void watch_until_signal(const actors::check_options& options,
                        actors::watch_backends backends, backend_names names) {
  auto config = caf::actor_system_config{};
  config.set("logger.verbosity", caf::atom("quiet"));
  auto loop = runtime::loop::event_loop{};
  auto signals = runtime::process::signals{
    loop, {SIGINT, SIGTERM}, [&loop](int) { loop.stop(); }};
  auto system = caf::actor_system{config};
  auto unit = actors::loop_unit{system, loop};
  // [checker]
  auto subscriber = system.spawn(narrator, std::move(names));
  auto checker
    = actors::spawn_pinned<actors::health_checker>(unit, options, subscriber);
  caf::anon_send(checker, std::move(backends));
  loop.run();
  // [checker]
  caf::anon_send_exit(checker, caf::exit_reason::user_shutdown);
  loop.run_until_idle();
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "health_watch PATH ADDRESS...\n";
    return 2;
  }
  auto options = options_for(argv[1]);
  if (auto problem = actors::problem_with(options)) {
    std::cerr << *problem << '\n';
    return 2;
  }
  auto backends = actors::watch_backends{};
  auto names = backend_names{};
  for (auto i = 2; i < argc; ++i) {
    auto address = runtime::net::address::parse(argv[i]);
    if (!address) {
      std::cerr << address.error() << '\n';
      return 2;
    }
    auto id = actors::backend_id{names.size() + 1};
    names.emplace(id, argv[i]);
    backends.targets.push_back(
      {.id = id, .name = argv[i], .address = *address});
  }
  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  watch_until_signal(options, std::move(backends), std::move(names));
  runtime::log::close();
}
