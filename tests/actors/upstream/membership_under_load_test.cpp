// A thousand backends come and go while requests flow.
#include "tests/support/caller.hpp"
#include "tests/support/scratch_directory.hpp"

#include "actors/http_service/service.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

using runtime::net::address;

constexpr std::size_t many = 1000;
constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

struct fixture {
  fixture() {
    runtime::log::open({.level = runtime::log::level::off});
    for (std::size_t i = 0; i < many; ++i) {
      auto name = "unix:" + (directory.path() / std::to_string(i)).string();
      all.push_back({.name = {}, .address = *address::parse(name)});
    }
  }
  ~fixture() { runtime::log::close(); }

  /// One process plays all of them.
  proxy_options playing_backends() const {
    auto x = proxy_options{};
    x.loops = 1;
    for (auto& backend : all)
      x.listeners.push_back({.listen = {.address = backend.address}});
    x.services["hello"] = answer_with(
      [](const http_request&) { return http_response{.body = "hello"}; });
    x.routes.push_back({.match = {.path = "/"}, .service = "hello"});
    return x;
  }

  proxy_options balancing_by(balancing how) const {
    auto x = proxy_options{};
    x.loops = 2;
    x.listeners.push_back(
      {.listen = {.address = *address::parse("127.0.0.1:0")}});
    auto& upstream = x.upstreams["app"];
    upstream.backends = all;
    upstream.balance.policy.how = how;
    x.routes.push_back({.match = {.path = "/"}, .upstream = "app"});
    return x;
  }

  /// A random half of them, in a random order.
  std::vector<backend_options> half() {
    auto some = all;
    std::shuffle(some.begin(), some.end(), random);
    some.resize(many / 2);
    return some;
  }

  test::scratch_directory directory;
  std::vector<backend_options> all;
  std::mt19937 random{1};
};

BOOST_FIXTURE_TEST_SUITE(membership_under_load_test, fixture)

BOOST_AUTO_TEST_CASE(changes_of_a_thousand_backends_drop_no_request) {
  auto backends = proxy{playing_backends()};
  for (auto how : {balancing::smooth_weighted, balancing::two_choices,
                   balancing::ketama, balancing::maglev}) {
    BOOST_TEST_CONTEXT(to_string(how)) {
      auto uut = proxy{balancing_by(how)};
      auto answered = std::atomic<int>{0};
      auto failed = std::atomic<int>{0};
      auto over = std::atomic<bool>{false};
      auto clients = std::vector<std::thread>{};
      for (auto i = 0; i < 4; ++i)
        clients.emplace_back([&] {
          try {
            auto client = test::caller{uut.addresses()[0]};
            while (!over && failed == 0) {
              client.say(get);
              auto good = client.hear_response().starts_with("HTTP/1.1 200 ");
              ++(good ? answered : failed);
            }
          } catch (const std::exception&) {
            ++failed;
          }
        });
      for (auto change = 0; change < 20 && failed == 0; ++change) {
        uut.change_upstream("app", replace_backends{half()});
        for (auto before = answered.load();
             answered < before + 50 && failed == 0;)
          std::this_thread::yield();
      }
      over = true;
      for (auto& x : clients)
        x.join();
      BOOST_TEST(failed == 0);
      BOOST_TEST(answered >= 1000);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_operator_weighs_and_drains) {
  auto options = balancing_by(balancing::smooth_weighted);
  options.upstreams["app"].backends
    = {{.name = {}, .address = *address::parse("10.0.0.1:80")},
       {.name = {}, .address = *address::parse("10.0.0.2:80")}};
  auto running = proxy{options};
  auto config = caf::actor_system_config{};
  config.set("logger.verbosity", caf::atom("quiet"));
  auto system = caf::actor_system{config};
  auto states = std::promise<upstream_state>{};
  auto wanted = [](const upstream_state& x) {
    return x.backends[0].condition.mode == backend_mode::draining
           && x.backends[1].weight == 5;
  };
  auto done = std::make_shared<bool>(false);
  auto watcher = upstream_watcher_actor{system.spawn(
    [&states, wanted, done](upstream_watcher_actor::pointer,
                            int) -> upstream_watcher_actor::behavior_type {
      return {[&states, wanted, done](const upstream_state& x) {
        if (wanted(x) && !std::exchange(*done, true))
          states.set_value(x);
      }};
    },
    0)};
  BOOST_TEST(running.change_upstream("app", watch_upstream{watcher}));
  // [change]
  running.change_upstream("app", set_backend_weight{"10.0.0.2:80", 5});
  running.change_upstream(
    "app", set_backend_mode{"10.0.0.1:80", backend_mode::draining});
  // [change]
  auto told = states.get_future();
  BOOST_TEST(
    (told.wait_for(test::caller::patience) == std::future_status::ready));
  BOOST_TEST(!running.change_upstream("none", set_backend_weight{"a", 1}));
  caf::anon_send_exit(watcher, caf::exit_reason::user_shutdown);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
