#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"
#include "actors/supervisor/control.hpp"
#include "actors/supervisor/supervisor.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace troupe::actors {

std::ostream& operator<<(std::ostream& out, proxy_outcome x) {
  static constexpr const char* words[]
    = {"still_running", "ended", "fell_too_often"};
  return out << words[static_cast<int>(x)];
}

namespace {

using namespace std::chrono_literals;
using boost::test_tools::per_element;
using role = enum part::role;

/// A whole cast whose loops turn, and whose time passes, when a case says so.
/// It answers itself, except for what is below /origin.
class supervisor_fixture : public test::actor_fixture {
protected:
  supervisor_fixture() {
    static const auto quiet = test::silence{};
    options.listeners.push_back({.listen = {.address = door.address}});
    options.services["hello"] = answer_with(
      [](const http_request&) { return http_response{.body = "hello"}; });
    options.upstreams["origin"].backends.push_back(
      {.name = {}, .address = origin.address});
    options.routes = {{.match = {.path = "/"}, .service = "hello"},
                      {.match = {.path = "/origin"}, .upstream = "origin"}};
  }

  ~supervisor_fixture() {
    caf::anon_send(std::exchange(boss, nullptr), stop{});
    await([this] { return !endings.empty(); });
    settle();
  }

  void start(restart_budget budget = {}, std::size_t loops = 1) {
    backstage = std::make_unique<control>(sys, options.upstreams);
    auto borrowed = std::vector<worker*>{};
    fronts.resize(options.listeners.size()); // none speaks TLS
    for (std::size_t i = 0; i < loops; ++i) {
      workers.push_back(
        std::make_unique<worker>(sys, options, fronts, connections, i, loops));
      borrowed.push_back(workers.back().get());
    }
    boss
      = sys.spawn(supervisor,
                  supervisor_options{
                    .drain = 30s,
                    .restarts = budget,
                    .on_end = [this](proxy_outcome x) { endings.push_back(x); },
                    .control = backstage.get(),
                    .logs = logs},
                  borrowed);
    for (auto* x : borrowed) {
      auto sockets = std::vector<runtime::net::fd>{};
      sockets.emplace_back(::dup(door.socket.get()));
      x->start(std::move(sockets), boss, backstage->views(),
               [this](std::size_t i, backend_id backend) {
                 backstage->tell(i, row_of_failures{backend});
               });
    }
    backstage->start(boss, [this](std::size_t i, upstream_view_ptr view) {
      for (auto& x : workers)
        x->change_upstream(i, view);
    });
    door.socket.reset(); // the loops have it now
    settle();
  }

  /// Until neither a loop nor the scheduler has anything left to do.
  void settle() {
    do
      turn_loops();
    while (sched.run() > 0);
  }

  void turn_loops() {
    for (auto& x : workers)
      x->loop().run_until_idle();
    if (backstage)
      backstage->loop().run_until_idle();
  }

  void pass(caf::timespan t) {
    sched.advance_time(t);
    settle();
  }

  /// For what threads of their own do, the logs'.
  template <class Condition>
  void await(Condition condition) {
    for (auto turns = 0; turns < 2000 && !condition(); ++turns) {
      settle();
      ::usleep(1000);
    }
    BOOST_TEST(condition());
  }

  void keep_log() {
    auto path = (directory.path() / "access.log").string();
    options.access_logs.push_back({.path = path, .format = "${target}"});
    logs.push_back(std::make_shared<log_file>(*log_file::open(path)));
  }
  std::string logged() {
    std::ifstream in{directory.path() / "access.log"};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  template <class Message>
  void tell(Message x) {
    caf::anon_send(boss, x);
  }

  /// All who play that role.
  std::set<caf::actor_addr> players(role which) {
    auto& state
      = static_cast<supervisor_actor::stateful_pointer<supervisor_state>>(
          caf::actor_cast<caf::abstract_actor*>(boss))
          ->state;
    auto found = std::set<caf::actor_addr>{};
    for (auto& [who, x] : state.parts)
      if (x.role == which)
        found.insert(who);
    return found;
  }

  /// They fall, when the loops turn.
  void kill(role which) {
    for (auto& who : players(which))
      caf::anon_send_exit(caf::actor_cast<caf::actor>(who),
                          caf::exit_reason::kill);
  }

  /// A client, as far as the kernel is concerned; or none if it was refused.
  test::peer knock() {
    auto begun = runtime::net::begin_connect(door.address, {});
    return begun ? test::peer{std::move(begun->socket)} : test::peer{};
  }

  static constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  /// What it hears when it asks.
  std::string ask(test::peer& client) {
    client.write(get);
    settle();
    client.read();
    return client.take();
  }

  bool is_served() {
    auto client = knock();
    return client && ask(client).ends_with("\r\n\r\nhello");
  }

  /// A client whose request has begun, and is not over.
  test::peer busy_client() {
    auto client = knock();
    client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
    settle();
    return client;
  }

  test::scratch_directory directory;
  test::origin_house door
    = test::origin_house::at("unix:" + (directory.path() / "door").string());
  test::origin_house origin
    = test::origin_house::at("unix:" + (directory.path() / "origin").string());
  proxy_options options;
  std::vector<std::shared_ptr<log_file>> logs;
  std::atomic<std::size_t> connections = 0;
  std::unique_ptr<control> backstage;
  worker::fronts fronts;
  std::vector<std::unique_ptr<worker>> workers;
  supervisor_actor boss;
  std::vector<proxy_outcome> endings;
};

BOOST_FIXTURE_TEST_SUITE(supervisor_test, supervisor_fixture)

// -- who falls ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_listener_that_falls_is_replaced) {
  start();
  BOOST_TEST(is_served());
  auto inside = knock();
  settle();
  kill(role::listener);
  turn_loops();
  auto outside = knock(); // nobody accepts right now, but the socket is there
  BOOST_TEST(ask(outside).ends_with("hello"));
  BOOST_TEST(ask(inside).ends_with("hello"));
  BOOST_TEST(is_served());
  BOOST_TEST(endings.empty());
}

BOOST_AUTO_TEST_CASE(a_pool_that_falls_is_replaced) {
  start();
  kill(role::pool);
  settle();
  auto client = knock();
  client.write("GET /origin HTTP/1.1\r\nHost: a\r\n\r\n");
  settle();
  BOOST_TEST(runtime::net::accept_from(origin.socket).ok());
  BOOST_TEST(endings.empty());
}

BOOST_AUTO_TEST_CASE(who_falls_too_often_is_the_end_of_all) {
  start({.restarts = 2, .within = 60s});
  auto client = busy_client();
  for (auto i = 0; i < 2; ++i) {
    kill(role::pool);
    settle();
    BOOST_TEST(is_served());
  }
  kill(role::listener);
  settle();
  BOOST_TEST(endings == std::vector{proxy_outcome::fell_too_often},
             per_element());
  BOOST_TEST(!knock());
  client.read();
  BOOST_TEST(client.state() == test::peer::line::ended);
}

BOOST_AUTO_TEST_CASE(old_falls_are_forgotten) {
  start({.restarts = 1, .within = 60s});
  for (auto i = 0; i < 3; ++i) {
    kill(role::listener);
    settle();
    BOOST_TEST(is_served());
    pass(61s);
  }
  BOOST_TEST(endings.empty());
}

BOOST_AUTO_TEST_CASE(those_who_fall_together_all_count) {
  start({.restarts = 1, .within = 60s}, 2); // and each loop has a listener
  kill(role::listener);
  settle();
  BOOST_TEST(endings == std::vector{proxy_outcome::fell_too_often},
             per_element());
}

// -- access logs --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(lines_are_written_before_all_has_ended) {
  keep_log();
  start({}, 2);
  BOOST_TEST(is_served());
  auto client = busy_client();
  tell(stop{});
  await([this] { return !endings.empty(); });
  BOOST_TEST(logged() == "/\n/\n"); // the second was cut off
}

BOOST_AUTO_TEST_CASE(a_courier_that_falls_is_replaced) {
  keep_log();
  start();
  auto before = players(role::log_courier);
  BOOST_TEST(before.size() == 1u);
  kill(role::log_courier);
  BOOST_TEST(is_served()); // with nobody there to take the line
  await([&] { return players(role::log_courier) != before; });
  tell(drain{});
  await([this] { return !endings.empty(); });
  BOOST_TEST(logged() == "/\n");
}

BOOST_AUTO_TEST_CASE(a_log_that_falls_is_replaced) {
  keep_log();
  start();
  auto before = players(role::access_log);
  BOOST_TEST(before.size() == 1u);
  kill(role::access_log);
  await([&] { return players(role::access_log) != before; });
  BOOST_TEST(is_served());
  tell(drain{});
  await([this] { return !endings.empty(); });
  BOOST_TEST(logged() == "/\n");
}

// -- draining -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_drain_ends_when_every_loop_is_empty) {
  start({}, 2);
  auto client = busy_client();
  tell(drain{});
  settle();
  BOOST_TEST(!knock());
  BOOST_TEST(endings.empty());
  client.write("hi");
  settle();
  client.read();
  BOOST_TEST(client.take().ends_with("hello"));
  client.close();
  settle();
  BOOST_TEST(endings == std::vector{proxy_outcome::ended}, per_element());
}

BOOST_AUTO_TEST_CASE(a_drain_ends_at_its_deadline) {
  start();
  auto client = busy_client();
  tell(drain{});
  settle();
  pass(30s - 1ms);
  BOOST_TEST(endings.empty());
  pass(1ms);
  BOOST_TEST(endings == std::vector{proxy_outcome::ended}, per_element());
  client.read();
  BOOST_TEST(client.state() == test::peer::line::ended);
}

BOOST_AUTO_TEST_CASE(who_came_before_a_drain_is_served) {
  start();
  auto client = knock();
  client.write(get);
  tell(drain{});
  settle();
  client.read();
  BOOST_TEST(client.take().ends_with("hello"));
}

BOOST_AUTO_TEST_CASE(a_listener_that_falls_in_a_drain_is_not_missed) {
  start();
  tell(drain{});
  sched.run();
  kill(role::listener); // before it hears of the drain
  settle();
  BOOST_TEST(!knock());
  BOOST_TEST(endings == std::vector{proxy_outcome::ended}, per_element());
}

BOOST_AUTO_TEST_CASE(a_pool_that_falls_in_a_drain_is_replaced) {
  start();
  auto client = knock();
  client.write("GET /origin HTTP/1.1\r\nHost: a\r\n");
  settle();
  tell(drain{});
  settle();
  kill(role::pool);
  settle();
  client.write("\r\n");
  settle();
  BOOST_TEST(runtime::net::accept_from(origin.socket).ok());
}

// -- stopping -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(stopping_ends_everything_and_is_told_once) {
  start({}, 2);
  auto client = busy_client();
  tell(stop{});
  tell(stop{});
  tell(drain{});
  settle();
  BOOST_TEST(endings == std::vector{proxy_outcome::ended}, per_element());
  client.read();
  BOOST_TEST(client.state() == test::peer::line::ended);
}

BOOST_AUTO_TEST_CASE(tells_of_the_end_when_every_loop_is_there) {
  start({}, 2);
  tell(stop{});
  sched.run();
  BOOST_TEST(bool{knock()}); // nobody has turned a loop yet
  workers[0]->loop().run_until_idle();
  sched.run();
  BOOST_TEST(endings.empty());
  workers[1]->loop().run_until_idle();
  sched.run();
  BOOST_TEST(endings.size() == 1u);
}

BOOST_AUTO_TEST_CASE(who_is_not_let_in_does_not_wait_for_ever) {
  options.admission.max_connections = 1;
  start();
  auto first = busy_client();
  auto second = knock();
  settle();
  tell(stop{});
  settle();
  second.read();
  BOOST_TEST(second.state() != test::peer::line::open);
  BOOST_TEST(!knock());
}

BOOST_AUTO_TEST_CASE(who_falls_at_the_end_is_not_replaced) {
  start({.restarts = 0});
  tell(stop{});
  kill(role::listener);
  settle();
  BOOST_TEST(endings.size() == 1u);
  BOOST_TEST(!knock());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
