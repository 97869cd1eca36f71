#include "tests/support/stage.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <sys/resource.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

using slot = std::shared_ptr<std::optional<connection_lease>>;

/// Asks for one connection, keeps it where the test can see it, and is gone.
class session_double final : public pinned<caf::event_based_actor> {
public:
  session_double(caf::actor_config& cfg, pool_actor pool, lease_id lease,
                 slot answer)
    : pinned(cfg), pool_(std::move(pool)), lease_(lease),
      answer_(std::move(answer)) {
    // nop
  }

  caf::behavior make_behavior() override {
    request(pool_, caf::infinite, lease_connection{lease_})
      .then([this](connection_lease& x) { *answer_ = std::move(x); });
    return {};
  }

private:
  pool_actor pool_;
  lease_id lease_;
  slot answer_;
};

class pool_fixture : public test::stage_fixture {
protected:
  /// The pool of an upstream with one backend, which listens at `house`.
  connection_shelf& spawn_uut(const pool_options& options) {
    auto& upstream = add_upstream();
    add_backend(upstream, house.address, options);
    return upstream.backends()[0]->shelf();
  }

  slot ask(connection_shelf& shelf) {
    auto answer = std::make_shared<std::optional<connection_lease>>();
    spawn_pinned<session_double>(unit, shelf.pool, lease_id{++asked}, answer);
    settle();
    return answer;
  }

  connection_lease lease(connection_shelf& shelf) {
    auto answer = ask(shelf);
    BOOST_TEST_REQUIRE(answer->has_value());
    BOOST_TEST_REQUIRE((*answer)->connection != nullptr);
    return std::move(**answer);
  }

  void give(connection_shelf& shelf, connection_lease x) {
    shelf.put(std::move(x.connection));
    settle();
  }

  static proxy_errc why(const slot& x) {
    BOOST_TEST_REQUIRE(x->has_value());
    BOOST_TEST(!(*x)->connection);
    return (*x)->why.what;
  }

  std::uint64_t asked = 0;
  test::origin_house house = build_house();
};

BOOST_FIXTURE_TEST_SUITE(pool_test, pool_fixture)

// -- connecting ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(answers_when_the_loop_turns_and_not_before) {
  auto& shelf = spawn_uut({});
  settle();
  auto answer = std::make_shared<std::optional<connection_lease>>();
  spawn_pinned<session_double>(unit, shelf.pool, lease_id{1}, answer);
  BOOST_TEST(!answer->has_value());
  settle();
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(!(*answer)->reused);
  BOOST_TEST(shelf.open() == 1u);
  auto origin = accept(house);
  BOOST_TEST_REQUIRE(bool{origin});
  (*answer)->connection->write(codecs::as_octets("hello"));
  BOOST_TEST(hear(origin, 5) == "hello");
}

BOOST_AUTO_TEST_CASE(a_connection_over_tcp_takes_a_moment) {
  house = test::origin_house::at("127.0.0.1:0");
  auto& shelf = spawn_uut({});
  auto answer = ask(shelf);
  for (auto i = 0; i < patience && !answer->has_value(); ++i)
    loop.turn(1ms);
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(bool{(*answer)->connection});
}

/// A backend may greet before the loop looks at what has become of connecting.
BOOST_AUTO_TEST_CASE(settings_that_come_with_the_connection_are_read) {
  constexpr auto settings = std::string_view{"\0\0\0\4\0\0\0\0\0", 9};
  house = test::origin_house::at("127.0.0.1:0");
  auto& shelf = spawn_uut({.speaks = {.h1 = false, .h2 = true}});
  auto answer = std::make_shared<std::optional<connection_lease>>();
  spawn_pinned<session_double>(unit, shelf.pool, lease_id{1}, answer);
  loop.turn();
  auto origin = accept(house);
  BOOST_TEST_REQUIRE(bool{origin});
  origin.write(settings);
  for (auto i = 0; i < patience && !answer->has_value(); ++i)
    loop.turn(1ms);
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(bool{(*answer)->connection});
}

BOOST_AUTO_TEST_CASE(tells_that_nobody_listens) {
  house.socket.reset();
  auto& shelf = spawn_uut({});
  BOOST_TEST((why(ask(shelf)) == proxy_errc::connection_refused));
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(tells_that_nobody_listens_over_tcp) {
  house = test::origin_house::at("127.0.0.1:0");
  house.socket.reset();
  auto& shelf = spawn_uut({});
  auto answer = ask(shelf);
  for (auto i = 0; i < patience && !answer->has_value(); ++i)
    loop.turn(1ms);
  BOOST_TEST((why(answer) == proxy_errc::connection_refused));
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(gives_up_who_does_not_answer_when_it_is_time) {
  auto full = runtime::net::listen_on(
    {.address = *runtime::net::address::parse("127.0.0.1:0"),
     .backlog = 0,
     .reuse_port = false});
  BOOST_TEST_REQUIRE(full.ok());
  house = {.socket = {}, .address = runtime::net::local_address(*full)};
  auto crowd = std::vector<runtime::net::fd>{}; // more than it has room for
  for (auto i = 0; i < 4; ++i)
    crowd.push_back(
      std::move(runtime::net::begin_connect(house.address, {})->socket));
  auto& shelf = spawn_uut({.connect = 3s});
  auto answer = ask(shelf);
  BOOST_TEST(!answer->has_value());
  BOOST_TEST(shelf.open() == 1u);
  pass(3s - 1ms);
  BOOST_TEST(!answer->has_value());
  pass(10ms);
  BOOST_TEST((why(answer) == proxy_errc::connect_timeout));
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(tells_that_there_are_no_descriptors) {
  auto& shelf = spawn_uut({});
  settle();
  auto before = rlimit{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto next = ::dup(0); // and all below are taken
  ::close(next);
  auto low = before;
  low.rlim_cur = static_cast<rlim_t>(next);
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  auto answer = ask(shelf);
  ::setrlimit(RLIMIT_NOFILE, &before);
  BOOST_TEST((why(answer) == proxy_errc::out_of_resources));
  BOOST_TEST(bool{lease(shelf).connection});
}

// -- the cap and the queue ----------------------------------------------------

BOOST_AUTO_TEST_CASE(connects_at_once_while_there_is_room) {
  auto& shelf = spawn_uut({.max_connections = 2});
  auto first = lease(shelf);
  auto second = lease(shelf);
  BOOST_TEST(shelf.open() == 2u);
  BOOST_TEST(!shelf.has_room());
  BOOST_TEST(!ask(shelf)->has_value());
  BOOST_TEST(shelf.waiting == 1u);
}

BOOST_AUTO_TEST_CASE(a_connection_that_comes_back_goes_to_who_came_first) {
  auto& shelf = spawn_uut({.max_connections = 1});
  auto only = lease(shelf);
  auto id = only.connection.get();
  auto first = ask(shelf);
  auto second = ask(shelf);
  give(shelf, std::move(only));
  BOOST_TEST_REQUIRE(first->has_value());
  BOOST_TEST(!second->has_value());
  BOOST_TEST((*first)->connection.get() == id);
  BOOST_TEST((*first)->reused);
  give(shelf, std::move(**first));
  BOOST_TEST_REQUIRE(second->has_value());
  BOOST_TEST(shelf.waiting == 0u);
  give(shelf, std::move(**second));
  BOOST_TEST(shelf.idle() == 1u);
}

BOOST_AUTO_TEST_CASE(a_place_that_became_free_goes_to_who_came_first) {
  auto& shelf = spawn_uut({.max_connections = 1});
  auto only = lease(shelf);
  auto first = ask(shelf);
  auto second = ask(shelf);
  only.connection.reset(); // its session fell
  settle();
  BOOST_TEST_REQUIRE(first->has_value());
  BOOST_TEST(!(*first)->reused);
  BOOST_TEST(!second->has_value());
  first->reset();
  settle();
  BOOST_TEST_REQUIRE(second->has_value());
  BOOST_TEST(bool{(*second)->connection});
}

BOOST_AUTO_TEST_CASE(what_lies_idle_is_lent_where_no_more_may_be_opened) {
  auto& shelf = spawn_uut({.max_connections = 1});
  give(shelf, lease(shelf));
  BOOST_TEST(shelf.idle() == 1u);
  auto again = lease(shelf);
  BOOST_TEST(again.reused);
  BOOST_TEST(shelf.idle() == 0u);
}

BOOST_AUTO_TEST_CASE(only_so_many_may_wait) {
  auto& shelf = spawn_uut({.max_connections = 1, .max_waiting = 2});
  auto only = lease(shelf);
  auto first = ask(shelf);
  auto second = ask(shelf);
  auto third = ask(shelf);
  BOOST_TEST((why(third) == proxy_errc::queue_full));
  BOOST_TEST((*third)->why.because == "2 wait already");
  give(shelf, std::move(only));
  BOOST_TEST(first->has_value());
  BOOST_TEST(!ask(shelf)->has_value()); // there is room in the queue again
}

BOOST_AUTO_TEST_CASE(nobody_waits_if_nobody_may) {
  auto& shelf = spawn_uut({.max_connections = 1, .max_waiting = 0});
  auto only = lease(shelf);
  BOOST_TEST((why(ask(shelf)) == proxy_errc::queue_full));
  give(shelf, std::move(only));
  BOOST_TEST(bool{lease(shelf).connection});
}

BOOST_AUTO_TEST_CASE(without_a_bound_they_wait_for_ever) {
  auto& shelf = spawn_uut({.max_connections = 1, .wait = 0s});
  auto only = lease(shelf);
  auto first = ask(shelf);
  pass(24h);
  BOOST_TEST(!first->has_value());
  give(shelf, std::move(only));
  BOOST_TEST_REQUIRE(first->has_value());
  BOOST_TEST(bool{(*first)->connection});
}

BOOST_AUTO_TEST_CASE(each_waits_until_its_own_deadline) {
  auto& shelf = spawn_uut({.max_connections = 1, .wait = 5s});
  auto only = lease(shelf);
  auto first = ask(shelf);
  pass(2s);
  auto second = ask(shelf);
  pass(3s - 1ms);
  BOOST_TEST(!first->has_value());
  pass(10ms);
  BOOST_TEST((why(first) == proxy_errc::queue_timeout));
  BOOST_TEST(!second->has_value());
  BOOST_TEST(shelf.waiting == 1u);
  pass(2s - 20ms);
  BOOST_TEST(!second->has_value());
  pass(30ms);
  BOOST_TEST((why(second) == proxy_errc::queue_timeout));
  BOOST_TEST(shelf.waiting == 0u);
  give(shelf, std::move(only));
  BOOST_TEST(shelf.idle() == 1u);
}

BOOST_AUTO_TEST_CASE(who_is_forgotten_is_passed_over) {
  auto& shelf = spawn_uut({.max_connections = 1});
  auto only = lease(shelf);
  auto first = ask(shelf);
  caf::anon_send(shelf.pool, forget_lease{lease_id{asked}});
  auto second = ask(shelf);
  BOOST_TEST(shelf.waiting == 1u);
  give(shelf, std::move(only));
  BOOST_TEST(!first->has_value());
  BOOST_TEST(second->has_value());
}

BOOST_AUTO_TEST_CASE(when_the_last_is_forgotten_nothing_is_left_to_expire) {
  auto& shelf = spawn_uut({.max_connections = 1});
  auto only = lease(shelf);
  auto first = ask(shelf);
  caf::anon_send(shelf.pool, forget_lease{lease_id{asked}});
  settle();
  BOOST_TEST(shelf.waiting == 0u);
  pass(1h);
  BOOST_TEST(!first->has_value());
  give(shelf, std::move(only));
  BOOST_TEST(shelf.idle() == 1u);
}

BOOST_AUTO_TEST_CASE(keeps_no_pointer_to_what_it_lends) {
  auto& shelf = spawn_uut({});
  auto seen = std::weak_ptr{lease(shelf).connection};
  settle();
  BOOST_TEST(seen.expired()); // the holder fell, and its connection closed
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(a_pool_that_falls_takes_its_attempts_with_it) {
  auto full = runtime::net::listen_on(
    {.address = *runtime::net::address::parse("127.0.0.1:0"),
     .backlog = 0,
     .reuse_port = false});
  house = {.socket = {}, .address = runtime::net::local_address(*full)};
  auto crowd = std::vector<runtime::net::fd>{};
  for (auto i = 0; i < 4; ++i)
    crowd.push_back(
      std::move(runtime::net::begin_connect(house.address, {})->socket));
  auto& shelf = spawn_uut({});
  auto answer = ask(shelf);
  BOOST_TEST(shelf.open() == 1u);
  caf::anon_send_exit(shelf.pool, caf::exit_reason::kill);
  settle();
  BOOST_TEST(shelf.open() == 0u);
  pass(10s); // and nothing rings
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
