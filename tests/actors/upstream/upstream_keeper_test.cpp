#include "tests/support/dns_server.hpp"
#include "tests/support/stage.hpp"

#include "actors/upstream/upstream_keeper.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace wire = test::dns;

using diary = std::shared_ptr<std::vector<upstream_state>>;

upstream_watcher_actor::behavior_type
watcher_double(upstream_watcher_actor::pointer, diary heard) {
  return {[heard](const upstream_state& x) { heard->push_back(x); }};
}

struct fixture : test::stage_fixture {
  fixture() {
    for (auto* x : {&a, &b})
      options.backends.push_back({.name = {}, .address = x->address});
  }

  ~fixture() {
    caf::anon_send(uut, close_keeper{});
    settle();
  }

  void spawn_uut() {
    ledger = std::make_unique<upstream_ledger>("app", options, loop.now());
    ledger->view();
    respawn();
  }
  void respawn() {
    uut = spawn_pinned<upstream_keeper>(
      unit, keeper_part{
              .ledger = ledger.get(),
              .publish
              = [this](upstream_view_ptr x) { views.push_back(std::move(x)); },
              .on_ready = [this] { ++ready; }});
    settle();
  }

  template <class Message>
  void tell(Message x) {
    caf::anon_send(uut, std::move(x));
    settle();
  }

  /// A source that asks our own name server.
  dns_options asking(std::string name) {
    return {.name = std::move(name),
            .port = 81,
            .families = ip_families::ipv4,
            .timing = {},
            .resolver = {.servers = {names.where()}}};
  }

  /// Name servers are asked over real sockets.
  template <class Condition>
  void await(Condition condition) {
    for (auto turns = 0; turns < 2000 && !condition(); ++turns) {
      settle();
      ::usleep(1000);
    }
    BOOST_TEST_REQUIRE(condition());
  }

  std::string addresses() const {
    auto result = std::string{};
    for (auto& x : views.back()->plan.members->members())
      result += x.address + ' ';
    return result;
  }

  std::string name(const test::origin_house& x) const {
    return to_string(x.address);
  }

  test::origin_house a = build_house();
  test::origin_house b = build_house();
  test::dns_server names{loop};
  upstream_options options;
  std::unique_ptr<upstream_ledger> ledger;
  std::vector<upstream_view_ptr> views;
  int ready = 0;
  upstream_keeper_actor uut;
};

BOOST_FIXTURE_TEST_SUITE(upstream_keeper_test, fixture)

BOOST_AUTO_TEST_CASE(all_loops_know_of_a_change_once) {
  spawn_uut();
  BOOST_TEST(views.empty());
  tell(set_backend_weight{name(a), 5});
  BOOST_TEST_REQUIRE(views.size() == 1u);
  BOOST_TEST((*views[0]->plan.members)[0].weight == 5u);
  tell(set_backend_weight{name(a), 5});
  BOOST_TEST(views.size() == 1u);
  tell(set_backend_mode{name(b), backend_mode::draining});
  BOOST_TEST((views.back()->conditions[1].mode == backend_mode::draining));
}

BOOST_AUTO_TEST_CASE(what_comes_together_is_told_together) {
  spawn_uut();
  caf::anon_send(uut, set_backend_weight{name(a), 2});
  caf::anon_send(uut, set_backend_weight{name(b), 3});
  settle();
  BOOST_TEST(views.size() == 1u);
}

BOOST_AUTO_TEST_CASE(backends_come_and_go) {
  spawn_uut();
  auto first = (*ledger->view()->plan.members)[0].id;
  tell(replace_backends{
    {{.name = "x", .address = b.address}, {.name = {}, .address = a.address}}});
  BOOST_TEST_REQUIRE(views.size() == 1u);
  auto& members = *views[0]->plan.members;
  BOOST_TEST(members[0].name == "x");
  BOOST_TEST((members[1].id == first));
}

BOOST_AUTO_TEST_CASE(watchers_hear_of_the_present_and_of_each_change) {
  spawn_uut();
  auto heard = std::make_shared<std::vector<upstream_state>>();
  auto watcher = sys.spawn(watcher_double, heard);
  tell(watch_upstream{watcher});
  BOOST_TEST_REQUIRE(heard->size() == 1u);
  BOOST_TEST(heard->at(0).upstream == "app");
  BOOST_TEST(heard->at(0).backends.size() == 2u);
  tell(set_backend_mode{name(a), backend_mode::disabled});
  BOOST_TEST_REQUIRE(heard->size() == 2u);
  auto how = heard->at(1).backends[0].condition;
  BOOST_TEST((how.mode == backend_mode::disabled));
  caf::anon_send_exit(watcher, caf::exit_reason::kill);
  settle();
  tell(set_backend_mode{name(a), backend_mode::enabled});
  BOOST_TEST(heard->size() == 2u);
}

BOOST_AUTO_TEST_CASE(backends_are_checked_and_those_that_come_too) {
  options.health
    = check_options{.timing = {.interval = 5s, .jitter = 0, .timeout = 2s},
                    .thresholds = {.rise = 1, .fall = 1}};
  a.socket.reset();
  spawn_uut();
  pass(6s);
  BOOST_TEST_REQUIRE(!views.empty());
  BOOST_TEST(!views.back()->conditions[0].healthy);
  BOOST_TEST(views.back()->conditions[1].healthy);
  auto c = build_house();
  c.socket.reset();
  tell(replace_backends{
    {{.name = {}, .address = b.address}, {.name = {}, .address = c.address}}});
  pass(6s);
  BOOST_TEST(views.back()->conditions[0].healthy);
  BOOST_TEST(!views.back()->conditions[1].healthy);
}

BOOST_AUTO_TEST_CASE(a_row_of_failures_is_judged_and_ends_in_time) {
  options.outliers
    = outlier_options{.consecutive_failures = 2, .base_ejection = 10s};
  spawn_uut();
  auto view = ledger->view();
  for (auto i = 0; i < 2; ++i)
    view->tallies[0]->note(outcome::gateway_failure);
  tell(row_of_failures{(*view->plan.members)[0].id});
  BOOST_TEST_REQUIRE(views.size() == 1u);
  BOOST_TEST(views[0]->conditions[0].ejected);
  pass(11s);
  BOOST_TEST_REQUIRE(views.size() == 2u);
  BOOST_TEST(!views[1]->conditions[0].ejected);
}

BOOST_AUTO_TEST_CASE(who_takes_its_part_goes_on_with_what_was_known) {
  options.health
    = check_options{.timing = {.interval = 5s, .jitter = 0, .timeout = 2s},
                    .thresholds = {.rise = 1, .fall = 1}};
  a.socket.reset();
  spawn_uut();
  tell(set_backend_weight{name(b), 9});
  pass(6s);
  caf::anon_send_exit(uut, caf::exit_reason::kill);
  settle();
  respawn();
  pass(6s); // another checker finds out the same
  BOOST_TEST(!views.back()->conditions[0].healthy);
  BOOST_TEST((*views.back()->plan.members)[1].weight == 9u);
}

// -- sources ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(without_sources_it_is_ready_at_once) {
  spawn_uut();
  BOOST_TEST(ready == 1);
}

BOOST_AUTO_TEST_CASE(what_is_found_comes_to_what_was_there) {
  names.put("app.example",
            {wire::address("10.0.0.1", 60), wire::address("10.0.0.2", 60)});
  options.backends.resize(1);
  options.sources = {asking("app.example")};
  spawn_uut();
  await([this] { return !views.empty(); });
  BOOST_TEST(ready == 1);
  BOOST_TEST(addresses() == name(a) + " 10.0.0.1:81 10.0.0.2:81 ");
  tell(replace_backends{}); // the operator's list is one of the sources
  BOOST_TEST(addresses() == "10.0.0.1:81 10.0.0.2:81 ");
}

BOOST_AUTO_TEST_CASE(a_source_that_cannot_tell_leaves_all_as_it_is) {
  names.put("app.example", {wire::address("10.0.0.1", 5)});
  options.backends.clear();
  options.sources = {asking("app.example"), asking("none.example")};
  spawn_uut();
  await([this] { return ready == 1; });
  BOOST_TEST(views.size() == 1u);
  BOOST_TEST(ledger->counters().lost == 1u);
  names.remove("app.example");
  pass(6s);
  await([this] { return ledger->counters().lost == 2; });
  BOOST_TEST(views.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
