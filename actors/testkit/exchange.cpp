#include "actors/testkit/exchange.hpp"

#include "actors/exchange/exchange_tools.hpp"
#include "actors/exchange/site.hpp"
#include "actors/pipeline/staged_exchange.hpp"
#include "actors/testkit/fake_session.hpp"

#include "runtime/loop/event_loop.hpp"
#include "runtime/time/manual_clock.hpp"

#include "codecs/http1/request_decoder.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace troupe::testkit {

namespace http1 = codecs::http1;

namespace {

struct held_config : caf::actor_system_config {
  held_config() {
    set("scheduler.policy", caf::atom("testing"));
    set("logger.verbosity", caf::atom("quiet"));
  }
};

} // namespace

struct exchange::scene {
  explicit scene(const actors::pipeline& stages);
  ~scene();

  void begin();
  void end();
  void settle();
  bool step();
  bool bring_body();
  void advance(runtime::time::duration by);

  runtime::time::manual_clock clock;
  runtime::loop::event_loop loop{clock};
  held_config config;
  caf::actor_system system{config};
  caf::scheduler::test_coordinator& scheduler
    = dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  actors::loop_unit unit{system, loop};
  actors::exchange_tools tools{loop};
  actors::site site;
  fake_origin origin;
  fake_session session;

  std::string client = "192.0.2.1";
  std::string request; ///< the next one's head
  std::string body;
  std::size_t brought = 0; ///< of the body
  bool ended = false;
  actors::exchange_context* context = nullptr; ///< while there is an exchange
  actors::exchange_ptr running;
};

exchange::scene::scene(const actors::pipeline& stages) {
  tools.stand_in = &origin;
  origin.answer = [](const actors::http_request&) -> origin_answer {
    return actors::http_response{};
  };
  auto& upstream = site.upstreams.emplace_back(
    std::make_unique<actors::upstream_here>("origin"));
  auto watched = actors::pipeline{};
  watched.early_request([this](actors::exchange_context& x) { context = &x; });
  watched.append(stages);
  site.targets.push_back(
    {.name = "test",
     .target = upstream.get(),
     .stages = std::make_shared<const actors::pipeline_here>(watched, unit)});
}

exchange::scene::~scene() {
  end();
  site.targets.clear(); // and the actors of its stages with it
  settle();
}

void exchange::scene::begin() {
  end();
  session.attend(nullptr);
  origin.forget();
  brought = 0;
  ended = false;
  auto bounds = http1::limits{};
  auto decoder = http1::request_decoder{bounds};
  auto head = http1::request_head{};
  auto trailers = codecs::fields::map{};
  auto read = decoder.feed(codecs::as_octets(request), head, trailers);
  if (!read || read->consumed != request.size())
    throw std::invalid_argument{"no HTTP request:\n" + request};
  auto* x = tools.staged.make(session, tools, site);
  running = actors::exchange_ptr{x};
  session.attend(x);
  auto who = actors::client_info{};
  who.address = client;
  x->begin(head, request, site.targets.front(), who);
}

void exchange::scene::end() {
  if (running && !running->done())
    running->abandon({actors::proxy_errc::client_gone, "by the test"});
  running.reset();
  context = nullptr;
}

/// Until nothing moves any more.
void exchange::scene::settle() {
  while (step()) {
    // nop
  }
}

bool exchange::scene::step() {
  auto moved = session.take_yield();
  if (moved && running)
    running->resume();
  moved |= bring_body();
  moved |= scheduler.run() > 0;
  moved |= loop.turn();
  return moved;
}

bool exchange::scene::bring_body() {
  if (!running || ended || running->done())
    return false;
  auto left = std::string_view{body}.substr(brought);
  if (!left.empty()) {
    if (!running->wants_body())
      return false;
    auto n
      = origin.piece == 0 ? left.size() : std::min(origin.piece, left.size());
    running->on_body(codecs::as_octets(left.substr(0, n)));
    brought += n;
  } else {
    ended = true;
    running->on_request_end({});
  }
  running->push();
  return true;
}

void exchange::scene::advance(runtime::time::duration by) {
  clock.advance(by);
  scheduler.advance_time(by);
  loop.turn();
  if (running && running->deadline() && *running->deadline() <= loop.now())
    running->expire(loop.now());
  settle();
}

exchange::exchange(const actors::pipeline& stages)
  : scene_(std::make_unique<scene>(stages)) {
  // nop
}

exchange::~exchange() = default;

void exchange::request(std::string_view method, std::string_view target,
                       const actors::field_lines& fields, std::string body) {
  auto& text = scene_->request;
  text.assign(method).append(" ").append(target);
  text.append(" HTTP/1.1\r\nHost: test\r\n");
  for (auto& [name, value] : fields)
    text.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty())
    text.append("Content-Length: ")
      .append(std::to_string(body.size()))
      .append("\r\n");
  text.append("\r\n");
  scene_->end();
  scene_->body = std::move(body);
}

void exchange::upstream(origin_function f) {
  scene_->origin.answer = std::move(f);
}

void exchange::refuse_connections(std::size_t n) {
  scene_->origin.refusals = n;
}

void exchange::add_upstream(std::string name) {
  scene_->site.upstreams.push_back(
    std::make_unique<actors::upstream_here>(std::move(name)));
}

void exchange::cut_bodies(std::size_t octets) {
  scene_->origin.piece = octets;
}

void exchange::client(std::string address) {
  scene_->client = std::move(address);
}

void exchange::run() {
  scene_->begin();
  scene_->settle();
}

void exchange::pass(std::chrono::milliseconds x) {
  auto until = scene_->clock.now() + x;
  for (auto& running = scene_->running; running;) {
    auto due = running->deadline();
    if (!due || *due > until)
      break;
    scene_->advance(
      std::max(*due - scene_->clock.now(), runtime::time::duration::zero()));
  }
  scene_->advance(until - scene_->clock.now());
}

void exchange::end() {
  scene_->end();
}

const seen_response& exchange::response() const noexcept {
  return scene_->session.response();
}

bool exchange::forwarded() const noexcept {
  return scene_->origin.seen().has_value();
}

const actors::http_request& exchange::upstream_request() const {
  if (!forwarded())
    throw std::logic_error{"the origin has got no request"};
  return *scene_->origin.seen();
}

const actors::failure& exchange::error() const noexcept {
  return scene_->session.noted();
}

actors::exchange_context& exchange::context() const {
  if (!scene_->context)
    throw std::logic_error{"there is no exchange: run() begins it"};
  return *scene_->context;
}

} // namespace troupe::testkit
