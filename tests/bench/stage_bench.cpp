// What the stages of a pipeline add to an exchange: CPU time of the whole
// process, so that other threads count, too. One client, one loop, a service
// that answers by itself.

#include "actors/base/loop_unit.hpp"
#include "actors/base/sparing_scheduler.hpp"
#include "actors/http_service/service.hpp"
#include "actors/pipeline/pipeline_here.hpp"
#include "actors/session_h1/session_h1.hpp"

#include "runtime/net/loopback_pair.hpp"

#include <caf/actor_system_config.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace troupe;
using namespace troupe::actors;

constexpr std::string_view request
  = "GET /articles/2024 HTTP/1.1\r\nHost: www.playhouse.example\r\n"
    "User-Agent: bench\r\nAccept: */*\r\nAccept-Encoding: gzip, br\r\n\r\n";
constexpr auto rounds = 20'000;
constexpr auto repetitions = 7;

struct system_config : caf::actor_system_config {
  system_config() {
    load<sparing_scheduler>();
    set("logger.verbosity", caf::atom("quiet"));
    set("scheduler.max-threads", 1u);
  }
};

struct nothing {
  static inline const char* name = "nothing";
};

stage_function<nothing> nodding() {
  return [](caf::stateful_actor<nothing, stage_actor::base>*)
           -> stage_actor::behavior_type {
    return {[](const examine&) { return judgment{}; }};
  };
}

class bench {
public:
  bench() {
    auto& here = home_.here;
    here.services.push_back(
      std::make_unique<http_service_actor>(answer_with([](const auto&) {
        return http_response{.status = 200, .fields = {}, .body = "ok"};
      })(unit_)));
    here.routes.add("", "/", 0);
    here.targets.push_back({.name = "bench",
                            .target = here.services.back().get(),
                            .stages = nullptr});
    auto pair = runtime::net::loopback_pair::make();
    client_ = runtime::net::stream{std::move(pair.first)};
    session_ = start_session(
      home_, {.socket = runtime::net::stream{std::move(pair.second)},
              .client = "192.0.2.7"});
  }

  ~bench() {
    home_.guests.stop();
    home_.here.targets.front().stages = nullptr;
    caf::anon_send_exit(*home_.here.services.front(),
                        caf::exit_reason::user_shutdown);
    session_ = nullptr;
    home_.here.services.clear();
    while (system_.registry().running() > 0)
      loop_.turn(std::chrono::milliseconds{1});
  }

  void place(const pipeline& stages) {
    home_.here.targets.front().stages
      = stages.empty() ? nullptr
                       : std::make_shared<pipeline_here>(stages, unit_);
  }

  /// Microseconds of CPU time an exchange: the least of several runs, for the
  /// others were disturbed.
  double measure() {
    auto best = 1e9;
    for (auto i = 0; i < repetitions; ++i) {
      auto begun = cpu_time();
      for (auto k = 0; k < rounds; ++k)
        once();
      best = std::min(best, (cpu_time() - begun) / rounds * 1e6);
    }
    return best;
  }

private:
  static double cpu_time() {
    auto now = timespec{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec)
           + static_cast<double>(now.tv_nsec) * 1e-9;
  }

  void once() {
    client_.write(codecs::as_octets(request));
    auto answer = std::array<std::byte, 1024>{};
    for (;;) {
      loop_.turn(std::chrono::milliseconds{100});
      client_.note({.readable = true});
      if (client_.read(answer).state == runtime::net::io_state::done)
        return;
    }
  }

  system_config config_;
  caf::actor_system system_{config_};
  runtime::loop::event_loop loop_;
  loop_unit unit_{system_, loop_};
  loop_home home_{unit_};
  runtime::net::stream client_;
  session_actor session_;
};

} // namespace

int main() {
  auto uut = bench{};
  auto ten = pipeline{};
  for (auto i = 0; i < 5; ++i)
    ten.request([](exchange_context&) {}).response([](exchange_context&) {});
  auto rows = std::vector<std::pair<const char*, pipeline>>{
    {"one stage that does nothing",
     pipeline{}.request([](exchange_context&) {})},
    {"ten stages that do nothing", ten},
    {"a stage actor on the loop",
     pipeline{}.ask(phase::request, "nod", on_each_loop(nodding()))},
    {"a stage actor on the scheduler",
     pipeline{}.ask(phase::request, "nod", on_scheduler(nodding()))}};
  uut.place({});
  auto none = uut.measure();
  std::printf("%-32s %6.2f us an exchange\n", "no stages", none);
  for (auto& [what, stages] : rows) {
    uut.place(stages);
    std::printf("%-32s %+6.2f us\n", what, uut.measure() - none);
  }
}
