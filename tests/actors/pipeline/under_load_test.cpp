// Whole proxies, with loops of their own, whose stages fall or change while
// clients are served.

#include "tests/support/caller.hpp"

#include "actors/http_service/service.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <malloc.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using test::caller;

/// What the stage actors of all loops have in common.
struct crowd {
  std::mutex lock;
  std::vector<stage_actor> living;
  std::atomic<int> kept{0}; ///< questions that they do not answer

  /// Those that live now; others come in their place.
  void kill() {
    auto doomed = std::vector<stage_actor>{};
    {
      auto guard = std::scoped_lock{lock};
      doomed.swap(living);
    }
    for (auto& x : doomed)
      caf::anon_send_exit(x, caf::exit_reason::kill);
  }
};

struct keeper_state {
  static inline const char* name = "keeper";
};

/// Never answers who asks for /keep, and lets others pass.
stage_function<keeper_state> keeper(std::shared_ptr<crowd> all) {
  return [all](caf::stateful_actor<keeper_state, stage_actor::base>* self) {
    {
      auto guard = std::scoped_lock{all->lock};
      all->living.emplace_back(self);
    }
    return stage_actor::behavior_type{
      [self, all](const examine& x) -> caf::result<judgment> {
        if (x.target != "/asked/keep")
          return judgment{};
        ++all->kept;
        return self->make_response_promise<judgment>();
      },
    };
  };
}

std::string get(std::string_view target) {
  return std::string{"GET "}.append(target).append(
    " HTTP/1.1\r\nHost: a\r\n\r\n");
}

/// A service behind /asked, whose requests an actor examines, and behind /free.
proxy_options with_actor(stage_source_ptr source, stage_actor_options how) {
  auto x = proxy_options{};
  x.loops = 2;
  x.listeners.push_back(
    {.listen = {.address = *runtime::net::address::parse("127.0.0.1:0")}});
  x.services["app"] = answer_with(
    [](const http_request&) { return http_response{.body = "yes"}; });
  auto& asked = x.routes.emplace_back();
  asked.match.path = "/asked";
  asked.service = "app";
  asked.stages.ask(phase::request, "keeper", std::move(source), how);
  x.routes.push_back({.match = {.path = "/free"}, .service = "app"});
  return x;
}

std::vector<caller> callers(const proxy& to, int count) {
  auto all = std::vector<caller>{};
  for (auto i = 0; i < count; ++i)
    all.emplace_back(to.addresses()[0]);
  return all;
}

int status_of(const std::string& response) {
  return response.starts_with("HTTP/1.1 ") ? std::stoi(response.substr(9, 3))
                                           : 0;
}

void wait_until(const std::function<bool()>& x) {
  auto end = std::chrono::steady_clock::now() + caller::patience;
  while (!x()) {
    BOOST_TEST_REQUIRE((std::chrono::steady_clock::now() < end));
    std::this_thread::sleep_for(1ms);
  }
}

struct fixture {
  fixture() {
    static const struct silence {
      silence() { runtime::log::open({.level = runtime::log::level::off}); }
      ~silence() { runtime::log::close(); }
    } quiet;
  }

  std::shared_ptr<crowd> all = std::make_shared<crowd>();
};

BOOST_FIXTURE_TEST_SUITE(under_load_test, fixture)

BOOST_DATA_TEST_CASE_F(fixture, an_actor_that_is_killed_takes_only_its_own,
                       boost::unit_test::data::make({false, true}),
                       is_on_loops) {
  constexpr auto kills = 100;
  auto uut = proxy{with_actor(is_on_loops ? on_each_loop(keeper(all))
                                          : on_scheduler(keeper(all)),
                              {.timeout = 1h,
                               .on_failure = stage_policy::status(503),
                               .restarts = {.restarts = 10 * kills}})};
  auto kept = callers(uut, 6);
  auto asking = callers(uut, 6);
  auto free = callers(uut, 4);
  for (auto i = 0; i < kills; ++i) {
    all->kept = 0;
    for (auto& x : kept)
      x.say(get("/asked/keep"));
    wait_until([&] { return all->kept == 6; });
    for (auto& x : asking)
      x.say(get("/asked"));
    for (auto& x : free)
      x.say(get("/free"));
    all->kill();
    for (auto& x : kept)
      BOOST_TEST(status_of(x.hear_response()) == 503);
    for (auto& x : free)
      BOOST_TEST(status_of(x.hear_response()) == 200);
    for (auto& x : asking) {
      auto status = status_of(x.hear_response()); // it may have been his
      BOOST_TEST((status == 200 || status == 503));
      x.say(get("/asked"));
      BOOST_TEST(status_of(x.hear_response()) == 200);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_thousand_that_wait_are_no_burden_for_others) {
  constexpr auto waiting = 1000;
  constexpr auto memory_of_one = 32 * 1024;
  constexpr auto patience = 3s;
  constexpr auto at_ease = 2s; // for a hundred answers that nobody waits for
  auto uut
    = proxy{with_actor(on_scheduler(keeper(all)), {.timeout = patience})};
  auto free = callers(uut, 1);
  auto kept = callers(uut, waiting);
  auto before = ::mallinfo2().uordblks;
  auto begun = std::chrono::steady_clock::now();
  for (auto& x : kept)
    x.say(get("/asked/keep"));
  wait_until([&] { return all->kept == waiting; });
  BOOST_TEST(::mallinfo2().uordblks < before + waiting * memory_of_one);
  auto asked = std::chrono::steady_clock::now();
  for (auto i = 0; i < 100; ++i) {
    free[0].say(get("/free"));
    BOOST_TEST(status_of(free[0].hear_response()) == 200);
  }
  BOOST_TEST((std::chrono::steady_clock::now() - asked < at_ease));
  for (auto& x : kept)
    BOOST_TEST(status_of(x.hear_response()) == 504);
  auto took = std::chrono::steady_clock::now() - begun;
  BOOST_TEST((took >= patience));
  BOOST_TEST((took < 3 * patience));
  all->kill(); // or it would wait for its thousand answers
}

/// Writes its version wherever it can: at the head, by an actor, behind the
/// body, and on the response.
pipeline stamping(const std::string& version) {
  auto judge
    = [version](caf::stateful_actor<keeper_state, stage_actor::base>*) {
        return stage_actor::behavior_type{[version](const examine&) {
          auto said = judgment{};
          said.edits.push_back({field_edit::kind::set, "X-Judged", version});
          return said;
        }};
      };
  auto x = pipeline{};
  x.request([version](exchange_context& c) {
     c.request().fields.set("X-Asked", version);
   })
    .ask(phase::request, "judge",
         on_each_loop(stage_function<keeper_state>{judge}))
    .request_body([version](exchange_context&, body_chunk& chunk) {
      if (chunk.last())
        chunk.replace(std::string{chunk.text()}.append(version));
    })
    .response([version](exchange_context& c) {
      c.response().fields.set("X-Answered", version);
    });
  return x;
}

BOOST_AUTO_TEST_CASE(a_pipeline_changes_and_nobody_notices) {
  constexpr auto changes = 100;
  auto options = with_actor(on_scheduler(keeper(all)), {});
  options.services["echo"] = answer_with([](const http_request& x) {
    auto body = x.body;
    for (auto name : {"X-Asked", "X-Judged"})
      body.append(" ").append(x.field(name));
    return http_response{.body = body};
  });
  auto& route = options.routes.emplace_back();
  route.name = "changing";
  route.match.path = "/changing";
  route.service = "echo";
  route.stages = stamping("v0");
  auto uut = proxy{options};
  auto clients = callers(uut, 16);
  auto last = std::string{};
  for (auto i = 1; i <= changes; ++i) {
    for (auto& x : clients)
      x.say("POST /changing HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n"
            "one");
    BOOST_TEST(
      uut.change_stages("changing", stamping('v' + std::to_string(i))));
    for (auto& x : clients)
      x.say("two");
    for (auto& x : clients) {
      auto got = x.hear_response();
      BOOST_TEST(status_of(got) == 200);
      auto version = got.substr(got.rfind(' ') + 1);
      BOOST_TEST(version.starts_with('v'));
      BOOST_TEST(
        got.ends_with("onetwo" + version + ' ' + version + ' ' + version), got);
      BOOST_TEST(got.find("\r\nX-Answered: " + version + "\r\n") != got.npos);
      last = version;
    }
  }
  BOOST_TEST(last != "v0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
