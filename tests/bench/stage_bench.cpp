// What the stages of a pipeline add to an exchange, on one loop, with a service
// that answers by itself. CPU time is that of the whole process, so that other
// threads count, too; with one exchange in flight, elapsed time is what a
// client waits.

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
constexpr auto exchanges = std::size_t{6'400}; // a round of one row
constexpr auto rounds = 15;

struct system_config : caf::actor_system_config {
  system_config() {
    load<sparing_scheduler>();
    set("logger.verbosity", caf::atom("quiet"));
  }
};

struct nothing {
  static inline const char* name = "nothing";
};

stage_actor::behavior_type
nod(caf::stateful_actor<nothing, stage_actor::base>*) {
  return {[](const examine&) { return judgment{}; }};
}

/// Microseconds an exchange.
struct cost {
  double cpu = 0;
  double elapsed = 0;
};

double seconds_of(clockid_t clock) {
  auto now = timespec{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec)
         + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// A loop, and clients that ask at the same time and wait for each other.
class bench {
public:
  explicit bench(std::size_t clients) {
    auto& here = home_.here;
    here.services.push_back(
      std::make_unique<http_service_actor>(answer_with([](const auto&) {
        return http_response{.status = 200, .fields = {}, .body = "ok"};
      })(unit_)));
    here.routes.add("", "/", 0);
    here.targets.push_back({.name = "bench",
                            .target = here.services.back().get(),
                            .stages = nullptr});
    for (std::size_t i = 0; i < clients; ++i) {
      auto pair = runtime::net::loopback_pair::make();
      clients_.emplace_back(std::move(pair.first));
      sessions_.push_back(start_session(
        home_, {.socket = runtime::net::stream{std::move(pair.second)},
                .client = "192.0.2.7"}));
    }
  }

  ~bench() {
    home_.guests.stop();
    home_.here.targets.front().stages = nullptr;
    caf::anon_send_exit(*home_.here.services.front(),
                        caf::exit_reason::user_shutdown);
    sessions_.clear();
    home_.here.services.clear();
    while (system_.registry().running() > 0)
      loop_.turn(std::chrono::milliseconds{1});
  }

  std::shared_ptr<const pipeline_here> make(const pipeline& stages) {
    return std::make_shared<const pipeline_here>(stages, unit_);
  }

  cost measure(const std::shared_ptr<const pipeline_here>& stages) {
    home_.here.targets.front().stages = stages;
    all_at_once(); // who is new has its actors made
    auto cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    auto elapsed = seconds_of(CLOCK_MONOTONIC);
    for (std::size_t i = 0; i < exchanges; i += clients_.size())
      all_at_once();
    auto each = [](double since, clockid_t clock) {
      return (seconds_of(clock) - since) / exchanges * 1e6;
    };
    return {.cpu = each(cpu, CLOCK_PROCESS_CPUTIME_ID),
            .elapsed = each(elapsed, CLOCK_MONOTONIC)};
  }

private:
  void all_at_once() {
    for (auto& x : clients_)
      x.write(codecs::as_octets(request));
    for (auto& x : clients_)
      while (!has_answer(x))
        loop_.turn(std::chrono::milliseconds{100});
  }

  static bool has_answer(runtime::net::stream& x) {
    auto answer = std::array<std::byte, 1024>{};
    x.note({.readable = true});
    return x.read(answer).state == runtime::net::io_state::done;
  }

  system_config config_;
  caf::actor_system system_{config_};
  runtime::loop::event_loop loop_;
  loop_unit unit_{system_, loop_};
  loop_home home_{unit_};
  std::vector<runtime::net::stream> clients_;
  std::vector<session_actor> sessions_;
};

pipeline idle_stages(int count) {
  auto result = pipeline{};
  for (auto i = 0; i < count; ++i)
    if (i % 2 == 0)
      result.request([](exchange_context&) {});
    else
      result.response([](exchange_context&) {});
  return result;
}

struct row {
  const char* what;
  pipeline stages;
};

std::vector<row> all_rows() {
  auto asking = [](stage_source_ptr whom) {
    return pipeline{}.ask(phase::request, "nod", std::move(whom));
  };
  return {{"an empty pipeline", {}},
          {"one stage that does nothing", idle_stages(1)},
          {"ten stages that do nothing", idle_stages(10)},
          {"a stage actor on the loop", asking(on_each_loop<nothing>(nod))},
          {"... on the scheduler", asking(on_scheduler<nothing>(nod))},
          {"... on its own thread", asking(on_own_thread<nothing>(nod))}};
}

double median(std::vector<double> x) {
  auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  return *middle;
}

/// What a row adds to the exchanges without a pipeline that were measured just
/// before, when the machine was as busy.
void compare(std::size_t clients) {
  auto rows = all_rows();
  auto uut = bench{clients};
  auto made = std::vector<std::shared_ptr<const pipeline_here>>{};
  for (auto& x : rows)
    made.push_back(x.stages.empty() ? nullptr : uut.make(x.stages));
  auto without = std::array<std::vector<double>, 2>{};
  auto cpu = std::vector<std::vector<double>>(rows.size());
  auto elapsed = cpu;
  for (auto round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto none = uut.measure(nullptr);
      auto with = uut.measure(made[i]);
      without[0].push_back(none.cpu);
      without[1].push_back(none.elapsed);
      cpu[i].push_back(with.cpu - none.cpu);
      elapsed[i].push_back(with.elapsed - none.elapsed);
    }
  std::printf("%3zu in flight, us an exchange         CPU    elapsed\n",
              clients);
  std::printf("%-32s %10.2f %10.2f\n", "no pipeline", median(without[0]),
              median(without[1]));
  for (std::size_t i = 0; i < rows.size(); ++i)
    std::printf("%-32s %+10.2f %+10.2f\n", rows[i].what, median(cpu[i]),
                median(elapsed[i]));
}

} // namespace

int main() {
  compare(1);
  compare(64);
}
