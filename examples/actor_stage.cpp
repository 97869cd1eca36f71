// Asks an actor who may pass: actor_stage 127.0.0.1:8080 127.0.0.1:9000
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/address.hpp"

#include <iostream>
#include <stdexcept>
#include <string>

using namespace troupe;
using namespace std::chrono_literals;
using actors::stage_actor;

// [actor]
struct gate_state {
  unsigned let_in = 0; // since it was started, or restarted
};

stage_actor::behavior_type
gate(caf::stateful_actor<gate_state, stage_actor::base>* self) {
  return {
    [self](const actors::examine& question) {
      auto token = question.fields.find("X-Token");
      auto said = actors::judgment{};
      if (token == "crash")
        throw std::runtime_error{"a token that nobody had thought of"};
      if (token != "open sesame") {
        said.what = actors::judgment::kind::answer;
        said.response = {.status = 401, .fields = {}, .body = "No.\n"};
        return said;
      }
      said.edits.push_back({actors::field_edit::kind::set, "X-Guest",
                            std::to_string(++self->state.let_in)});
      return said;
    },
  };
}
// [actor]

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: actor_stage LISTEN BACKEND\n";
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
  // [ask]
  route.stages.ask(
    actors::phase::request, "gate", actors::on_scheduler<gate_state>(gate),
    {.timeout = 500ms, .on_failure = actors::stage_policy::status(503)});
  // [ask]

  runtime::log::open({.level = runtime::log::level::info, .file = {}});
  auto status = actors::run(std::move(options)); // until SIGTERM or SIGINT
  runtime::log::close();
  return status;
}
