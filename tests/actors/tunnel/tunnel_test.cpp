#include "tests/support/borrowed.hpp"
#include "tests/support/stage.hpp"

#include "actors/tunnel/tunnel.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using runtime::net::loopback_pair;

/// Sockets from which each read brings what one write wrote.
loopback_pair make_packets() {
  int ends[2];
  BOOST_TEST_REQUIRE(::socketpair(AF_UNIX,
                                  SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC,
                                  0, ends)
                     == 0);
  return {.first = runtime::net::fd{ends[0]},
          .second = runtime::net::fd{ends[1]}};
}

/// A tunnel between two connections; the test has their far ends.
class tunnel_fixture : public test::stage_fixture {
protected:
  ~tunnel_fixture() {
    home.guests.stop();
    settle();
    BOOST_TEST(shelf.open() == 0u);
  }

  /// The ends as a session hands them over: both have been watched before.
  void spawn_uut(loopback_pair (*make)() = loopback_pair::make) {
    auto left = make();
    client = test::peer{std::move(left.first)};
    auto socket = runtime::net::stream{std::move(left.second)};
    BOOST_TEST_REQUIRE(!socket.watch(loop, session));
    auto right = make();
    origin = test::peer{std::move(right.first)};
    auto connection = std::make_shared<upstream_h1>(
      shelf_seat{test::borrowed(shelf)},
      runtime::net::stream{std::move(right.second)}, codecs::http1::limits{});
    BOOST_TEST_REQUIRE(!connection->watch(loop));
    connection->holder(&session);
    before();
    settle();
    uut = spawn_pinned<tunnel>(unit, home.guests,
                               tunnel_ends{.client = std::move(socket),
                                           .origin = std::move(connection),
                                           .for_client = std::move(for_client)},
                               idle);
    settle();
  }

  tunnel_state& memory() {
    return static_cast<tunnel*>(caf::actor_cast<caf::abstract_actor*>(uut))
      ->state;
  }

  bool alive() const { return home.guests.size() == 1; }

  /// Says as much as goes in while nobody listens.
  std::string fill(test::peer& from) {
    std::string said;
    for (auto turns = 0; turns < 10; ++turns) {
      auto piece = std::string(100'000, static_cast<char>('a' + turns));
      while (auto n = from.write_some(piece)) {
        said += piece.substr(0, n);
        settle();
        turns = 0;
      }
      settle();
    }
    return said;
  }

  /// Whom the sockets told before.
  struct : runtime::loop::io_handler {
    void on_ready(runtime::loop::readiness) override {}
  } session;

  std::chrono::milliseconds idle = 90s;
  runtime::buffer::byte_queue for_client;
  std::function<void()> before = [] {}; ///< what happens before it is spawned
  connection_shelf shelf{loop, {}};
  tunnel_actor uut;
  test::peer client;
  test::peer origin;
};

BOOST_FIXTURE_TEST_SUITE(tunnel_test, tunnel_fixture)

// -- octets -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(carries_octets_both_ways) {
  spawn_uut();
  say(client, "ping");
  BOOST_TEST(hear(origin) == "ping");
  say(origin, "pong");
  BOOST_TEST(hear(client) == "pong");
  client.write("to");
  origin.write("fro");
  settle();
  BOOST_TEST(hear(origin) == "to");
  BOOST_TEST(hear(client) == "fro");
  BOOST_TEST(alive());
}

BOOST_AUTO_TEST_CASE(what_came_before_it_is_carried) {
  for_client.append(codecs::as_octets("HTTP/1.1 101 \r\n\r\n"));
  before = [this] {
    client.write("early");
    origin.write("bird");
  };
  spawn_uut();
  BOOST_TEST(hear(client) == "HTTP/1.1 101 \r\n\r\nbird");
  BOOST_TEST(hear(origin) == "early");
}

BOOST_AUTO_TEST_CASE(much_arrives_whole) {
  spawn_uut();
  auto text = std::string(4 * 1024 * 1024, '\0');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[i] = static_cast<char>(i * 2654435761u >> 13);
  auto up = std::string_view{text}, down = up;
  std::string at_origin, at_client;
  for (auto turns = 0; turns < 10'000 && at_client.size() < text.size();
       ++turns) {
    up.remove_prefix(client.write_some(up));
    down.remove_prefix(origin.write_some(down));
    at_origin += hear(origin);
    at_client += hear(client);
  }
  at_origin += hear(origin);
  BOOST_TEST((at_origin == text));
  BOOST_TEST((at_client == text));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_into_its_turn_follows_in_the_next) {
  spawn_uut(make_packets);
  for (auto i = 0; i < 100; ++i)
    client.write("x");
  client.shut();
  settle();
  BOOST_TEST(memory().up.finished()); // and no socket had to say so
  BOOST_TEST(hear(origin, 100) == std::string(100, 'x'));
  BOOST_TEST(state_of(origin) == line::ended);
}

BOOST_AUTO_TEST_CASE(who_reads_slowly_stops_the_other_side_and_only_that) {
  spawn_uut();
  auto said = fill(client);
  BOOST_TEST(client.write_some("x") == 0u);
  BOOST_TEST(!memory().up.waiting.empty());
  BOOST_TEST(memory().up.waiting.size()
             <= runtime::loop::event_loop::scratch_size);
  say(origin, "go on");
  BOOST_TEST(hear(client) == "go on");
  BOOST_TEST((hear(origin, said.size()) == said));
  BOOST_TEST(memory().up.waiting.empty());
  say(client, "!");
  BOOST_TEST(hear(origin) == "!");
}

// -- ends ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_client_that_ends_may_still_listen) {
  spawn_uut();
  client.write("last words");
  client.shut();
  BOOST_TEST(state_of(origin) == line::ended);
  BOOST_TEST(origin.take() == "last words");
  BOOST_TEST(alive());
  say(origin, "reply");
  BOOST_TEST(hear(client) == "reply");
  origin.shut();
  BOOST_TEST(state_of(client) == line::ended);
  BOOST_TEST(!alive());
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(an_origin_that_ends_may_still_listen) {
  spawn_uut();
  origin.write("last words");
  origin.shut();
  BOOST_TEST(state_of(client) == line::ended);
  BOOST_TEST(client.take() == "last words");
  BOOST_TEST(alive());
  say(client, "reply");
  BOOST_TEST(hear(origin) == "reply");
  client.shut();
  BOOST_TEST(state_of(origin) == line::ended);
  BOOST_TEST(!alive());
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(an_end_waits_behind_the_octets_before_it) {
  spawn_uut();
  auto said = fill(client);
  client.shut();
  settle();
  BOOST_TEST((hear(origin, said.size()) == said));
  BOOST_TEST(state_of(origin) == line::ended);
  BOOST_TEST(origin.take() == "");
}

BOOST_AUTO_TEST_CASE(a_client_that_breaks_off_is_no_orderly_end) {
  spawn_uut(loopback_pair::make_tcp);
  client.reset();
  BOOST_TEST(state_of(origin) == line::reset);
  BOOST_TEST(!alive());
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(an_origin_that_breaks_off_is_no_orderly_end) {
  spawn_uut(loopback_pair::make_tcp);
  origin.reset();
  BOOST_TEST(state_of(client) == line::reset);
  BOOST_TEST(!alive());
  BOOST_TEST(shelf.open() == 0u);
}

BOOST_AUTO_TEST_CASE(who_breaks_off_after_its_own_end_does_it_no_better) {
  spawn_uut(loopback_pair::make_tcp);
  client.shut();
  BOOST_TEST(state_of(origin) == line::ended);
  client.reset();
  for (auto turns = 0; turns < patience && alive(); ++turns) {
    origin.write_some("anybody there?");
    settle();
  }
  BOOST_TEST(!alive());
}

// -- time ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(ends_when_nothing_has_come_by_for_too_long) {
  spawn_uut();
  pass(90s - 10ms);
  BOOST_TEST(alive());
  pass(20ms);
  BOOST_TEST(!alive());
  BOOST_TEST(state_of(client) == line::ended);
  BOOST_TEST(state_of(origin) == line::ended);
}

BOOST_AUTO_TEST_CASE(octets_of_either_side_keep_it_alive) {
  spawn_uut();
  for (auto i = 0; i < 3; ++i) {
    pass(60s);
    say(client, "x");
    pass(60s);
    say(origin, "y");
  }
  BOOST_TEST(hear(origin) == "xxx");
  BOOST_TEST(hear(client) == "yyy");
  pass(90s - 10ms);
  BOOST_TEST(alive());
  pass(20ms);
  BOOST_TEST(!alive());
}

BOOST_AUTO_TEST_CASE(octets_that_nobody_takes_do_not) {
  spawn_uut();
  fill(client);
  pass(60s);
  client.write_some("x");
  pass(31s);
  BOOST_TEST(!alive());
}

BOOST_AUTO_TEST_CASE(without_a_bound_it_may_be_silent_for_ever) {
  idle = 0s;
  spawn_uut();
  pass(24h);
  BOOST_TEST(alive());
  say(client, "still here");
  BOOST_TEST(hear(origin) == "still here");
}

// -- going --------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_drain_lets_it_go_on) {
  spawn_uut();
  home.guests.drain();
  settle();
  say(client, "ping");
  BOOST_TEST(hear(origin) == "ping");
  client.shut();
  origin.shut();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(stopping_ends_it_at_once) {
  spawn_uut();
  home.guests.stop();
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(state_of(client) == line::ended);
  BOOST_TEST(state_of(origin) == line::ended);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
