#include "examples/troupe/demo.hpp"

#include "examples/troupe/demo_origin.hpp"
#include "examples/troupe/report.hpp"

#include "actors/config/load.hpp"
#include "actors/http_service/service.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/address.hpp"
#include "runtime/process/limits.hpp"
#include "runtime/process/signals.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <memory>
#include <utility>

namespace troupe::program {

namespace {

using runtime::net::address;

// A proxy whose only route goes to a service is an origin.
actors::proxy_options origin_options() {
  actors::proxy_options result;
  result.loops = 1;
  result.listeners.push_back({{.address = *address::parse("127.0.0.1:0")}, {}});
  result.services.emplace("demo", actors::answer_with(answer));
  result.routes.emplace_back().service = "demo";
  return result;
}

actors::proxy_options front_options(const address& listen,
                                    const address& origin) {
  actors::proxy_options result;
  // One socket for all loops, so that a port which is taken is told: those that
  // share ports share them with another demonstration, too.
  result.listeners.push_back({{.address = listen, .reuse_port = false}, {}});
  auto& app = result.upstreams["origin"];
  app.backends.push_back({to_string(origin), origin});
  result.routes.emplace_back().upstream = "origin";
  return result;
}

// How curl gets there: an address that stands for all is none to connect to.
std::string curl(const address& x, std::string_view path) {
  if (!x.path().empty())
    return fmt::format("--unix-socket {} http://localhost{}", x.path(), path);
  auto host = x.host();
  auto is_any = host == "::" || host == "0.0.0.0";
  return fmt::format(
    "http://{}{}",
    is_any ? fmt::format("localhost:{}", x.port()) : to_string(x), path);
}

void say_what_to_try(const address& front, const address& origin) {
  fmt::print("troupe listens at {}, in front of an origin at {}.\n"
             "Try, in another terminal:\n\n"
             "  curl {}\n"
             "  curl {}\n"
             "  curl --data 'to and fro' {}\n\n"
             "Ctrl-C ends it.\n",
             to_string(front), to_string(origin), curl(front, "/"),
             curl(front, "/request"), curl(front, "/echo"));
  std::fflush(stdout);
}

int demonstrate(const address& listen, const process_options& process) {
  runtime::process::raise_descriptor_limit();
  runtime::loop::event_loop control;
  std::unique_ptr<actors::proxy> front;
  auto result = status::fine;
  // Before either proxy starts threads, which inherit what is blocked here.
  runtime::process::signals signals{
    control, {SIGTERM, SIGINT}, [&](int number) {
      if (number == SIGTERM) {
        front->drain();
      } else {
        result = 128 + number;
        front->stop();
      }
    }};
  actors::proxy origin{origin_options()};
  auto options = front_options(listen, origin.addresses().front());
  options.loops = process.loops.value_or(options.loops);
  front = std::make_unique<actors::proxy>(std::move(options),
                                          [&control] { control.stop(); });
  say_what_to_try(front->addresses().front(), origin.addresses().front());
  control.run();
  return front->wait() ? result : status::failed;
}

} // namespace

int perform(const demo_command& x) {
  auto listen = address::parse(x.listen);
  if (!listen) {
    complain("--listen: " + listen.error());
    return status::mistake;
  }
  // The proxy's comings and goings would only hide what there is to try.
  runtime::log::log_options log;
  log.level = x.process.log_level.value_or(runtime::log::level::warning);
  if (!open_log(log))
    return status::failed;
  auto result = status::failed;
  try {
    result = demonstrate(*listen, x.process);
  } catch (const actors::start_failed& e) {
    complain(fmt::format("{}; --listen chooses another address", e.what()));
  }
  runtime::log::close();
  return result;
}

} // namespace troupe::program
