#include "tests/support/stage.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// Responses that end the origin's connection, and bodies that do not end.
struct fixture : test::scene_fixture {
  static constexpr std::string_view post
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  static constexpr std::string_view half
    = "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 9\r\n\r\nhalf";

  /// The origin hangs up on what it was asked.
  void origin_dies() {
    origin.close();
    origin = {};
    settle();
  }
};

BOOST_FIXTURE_TEST_SUITE(proxy_exchange_test, fixture)

// -- connections to the origin ------------------------------------------------

BOOST_AUTO_TEST_CASE(what_may_be_used_again_is_and_by_others) {
  one_exchange();
  BOOST_TEST(shelf().idle() == 1u);
  client.close();
  client = connect();
  one_exchange();
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(what_says_close_is_not_used_again) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nConnection: close\r\n"
               "Content-Length: 2\r\n\r\nok");
  client_receives(ok);
  origin_sees(line::ended);
  origin = {};
  one_exchange();
}

BOOST_AUTO_TEST_CASE(what_was_announced_for_one_client_serves_no_other) {
  options().announce = announcement::line;
  client = connect_tcp();
  for (auto i = 0; i < 2; ++i) {
    client_sends(get);
    origin = accept(house);
    auto got = hear(origin, 1);
    BOOST_TEST(got.starts_with("PROXY TCP4 127.0.0.1 127.0.0.1 "), got);
    BOOST_TEST(got.ends_with(std::string{"\r\n"}.append(get)), got);
    origin_sends(ok);
    client_receives(ok);
    origin_sees(line::ended);
  }
  BOOST_TEST(shelf().open() == 0u);
}

BOOST_AUTO_TEST_CASE(who_has_no_address_is_announced_without) {
  options().announce = announcement::binary;
  client_sends(get); // over a pair of sockets without a name
  origin = accept(house);
  BOOST_TEST(hear(origin, 1)
             == std::string("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", 16).append(get));
}

BOOST_AUTO_TEST_CASE(what_says_more_than_it_was_asked_is_not_used_again) {
  client_sends(get);
  origin_receives(get);
  origin_sends(std::string{ok}.append("HTTP/1.1 200 Evil\r\n"));
  client_receives(ok);
  BOOST_TEST(shelf().open() == 0u);
  origin = {};
  one_exchange();
}

BOOST_AUTO_TEST_CASE(what_talks_while_idle_is_not_used_again) {
  one_exchange();
  origin_sends("HTTP/1.1 408 Timeout\r\n\r\n");
  BOOST_TEST(shelf().open() == 0u);
  origin = {};
  one_exchange();
}

BOOST_AUTO_TEST_CASE(an_early_answer_to_a_body_comes_through) {
  constexpr std::string_view head
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";
  client_sends(head);
  origin_receives(head);
  origin_sends("HTTP/1.1 413 No\r\nDate: now\r\nConnection: close\r\n"
               "Content-Length: 0\r\n\r\n");
  origin_sees(line::ended);
  BOOST_TEST(hear(client).starts_with("HTTP/1.1 413 No\r\n"));
  client.write_some("some body");
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(an_early_answer_that_keeps_the_connection_keeps_both) {
  constexpr std::string_view head
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";
  client_sends(head);
  origin_receives(head);
  origin_sends(ok);
  client_receives(ok);
  client_sends("some body");
  origin_receives("some body");
  one_exchange();
}

BOOST_AUTO_TEST_CASE(others_do_not_change_what_a_response_said_about_its_end) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nConnection: close\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
  hear(client, 1);
  auto first_client = std::exchange(client, connect());
  auto first_origin = std::exchange(origin, {});
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\n"
               "Transfer-Encoding: chunked\r\n\r\n0\r\nX-T: 1\r\n\r\n");
  hear(client, 1);
  BOOST_TEST(shelf().idle() == 1u);
  say(first_origin, "0\r\n\r\n");
  BOOST_TEST(hear(first_client, 5) == "0\r\n\r\n");
  BOOST_TEST(state_of(first_origin) == line::ended);
  BOOST_TEST(shelf().idle() == 1u);
}

// -- failures -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_upstream_without_backends_is_told_so) {
  set_backends(upstream, {});
  client_sends(get);
  client_receives_error(503, "no_backend");
}

BOOST_AUTO_TEST_CASE(who_cannot_be_reached_is_told_and_the_client_stays) {
  house.socket.reset();
  client_sends(get);
  client_receives_error(502, "connection_refused");
  client_sends(post);
  client_receives_error(502, "connection_refused");
  client_hears_nothing();
}

BOOST_AUTO_TEST_CASE(another_backend_takes_the_place_of_who_cannot_be_reached) {
  auto other = build_house();
  add_backend(upstream, other.address);
  house.socket.reset();
  for (auto i = 0; i < 4; ++i) {
    client_sends(post);
    if (!origin)
      origin = accept(other);
    origin_receives(post);
    origin_sends(ok);
    client_receives(ok);
  }
}

BOOST_AUTO_TEST_CASE(another_backend_is_asked_by_its_own_name) {
  options().host = host_policy::backend;
  auto other = build_house();
  set_backends(
    upstream, {{.name = "first.test:8080", .address = to_string(house.address)},
               {.name = "b", .address = to_string(other.address)}});
  house.socket.reset();
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
  origin = accept(other);
  origin_receives("POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 2\r\n\r\nhi");
}

BOOST_AUTO_TEST_CASE(when_nobody_can_be_reached_the_last_word_is_told) {
  auto other = build_house();
  add_backend(upstream, other.address);
  other.socket.reset();
  house.socket.reset();
  client_sends(get);
  client_receives_error(502, "connection_refused");
}

BOOST_AUTO_TEST_CASE(requests_are_dealt_to_the_backends_in_turn) {
  auto other = build_house();
  add_backend(upstream, other.address);
  one_exchange();
  auto first = std::move(origin);
  origin = {};
  client_sends(get);
  origin = accept(other);
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
  origin = std::move(first);
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_dead_connection_that_was_used_before_is_forgiven_once) {
  one_exchange();
  client_sends(get);
  origin_receives(get);
  origin_dies();
  client_hears_nothing();
  origin_receives(get); // on a new one
  origin_dies();
  client_receives_error(502, "upstream_closed");
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(a_request_with_a_body_is_sent_again_whole) {
  const auto put
    = std::string{"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"};
  one_exchange();
  client_sends(put);
  client_sends("hello");
  origin_receives(put + "hello");
  origin_dies();
  origin_receives(put + "hello");
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(half_a_request_is_sent_again_and_goes_on) {
  const auto put
    = std::string{"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"};
  one_exchange();
  client_sends(put);
  client_sends("hel");
  origin_receives(put + "hel");
  origin_dies();
  origin_receives(put + "hel");
  client_sends("lo");
  origin_receives("lo");
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(what_was_not_kept_is_not_sent_again) {
  options().replay_buffer = 8;
  constexpr std::string_view put
    = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123456789";
  one_exchange();
  client_sends(put);
  origin_receives(put);
  origin_dies();
  client_receives_error(502, "upstream_closed");
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(a_post_is_not_sent_twice) {
  one_exchange();
  client_sends(post);
  origin_receives(post);
  origin_dies();
  client_receives_error(502, "upstream_closed");
  nobody_connects();
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_new_connection_that_dies_is_not_forgiven) {
  client_sends(get);
  origin_receives(get);
  origin_dies();
  client_receives_error(502, "upstream_closed");
  nobody_connects();
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_reset_is_told_apart_from_an_end) {
  house = test::origin_house::at("127.0.0.1:0");
  set_backends(upstream, {});
  add_backend(upstream, house.address);
  client_sends(get);
  for (auto i = 0; i < patience && !origin; ++i)
    origin = accept(house);
  origin_receives(get);
  origin.reset();
  client_receives_error(502, "upstream_reset");
}

BOOST_AUTO_TEST_CASE(nonsense_from_the_origin_is_not_passed_on) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
               "Content-Length: 2\r\n\r\nx");
  client_receives_error(502, "malformed_response");
  origin_sees(line::ended);
  client_hears_nothing();
}

BOOST_AUTO_TEST_CASE(half_a_head_is_no_response) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200");
  origin_dies();
  client_receives_error(502, "response_incomplete");
  client_hears_nothing();
}

BOOST_AUTO_TEST_CASE(half_a_body_ends_the_clients_connection) {
  client_sends(get);
  origin_receives(get);
  origin_sends(half);
  client_receives(half);
  origin_dies();
  client_sees(line::ended);
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(half_a_chunked_body_has_no_last_chunk) {
  constexpr std::string_view some
    = "HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nhi\r\n";
  client_sends(get);
  origin_receives(get);
  origin_sends(some);
  client_receives(some);
  origin_dies();
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(half_a_body_that_only_an_end_would_end_is_reset) {
  client = connect_tcp();
  client_sends("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\n"
               "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nConnection: close\r\n\r\n"
                  "hi");
  origin_dies();
  client_sees(line::reset);
}

// -- deadlines ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_first_octet_of_a_response_has_its_time) {
  client_sends(get);
  origin_receives(get);
  pass(7s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(504, "upstream_timeout");
  origin_sees(line::ended);
  client_hears_nothing();
  origin = {};
  one_exchange();
}

BOOST_AUTO_TEST_CASE(the_first_octet_is_not_due_before_the_request_is_sent) {
  constexpr std::string_view head
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n";
  client_sends(head);
  origin_receives(head);
  pass(20s);
  client_sends("hi");
  origin_receives("hi");
  pass(7s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(504, "upstream_timeout");
}

BOOST_AUTO_TEST_CASE(the_octets_of_a_head_may_be_slow_but_not_stand_still) {
  client_sends(get);
  origin_receives(get);
  for (auto piece : {"HTTP/1.1 200 OK\r\n", "X: ", "1"}) {
    pass(5s - 1ms);
    origin_sends(piece);
    client_hears_nothing();
  }
  pass(5s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(504, "upstream_timeout");
}

BOOST_AUTO_TEST_CASE(a_body_that_stands_still_is_cut) {
  client_sends(get);
  origin_receives(get);
  origin_sends(half);
  client_receives(half);
  pass(5s - 1ms);
  origin_sends("x");
  client_receives("x");
  pass(5s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_sees(line::ended);
  origin_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(an_origin_that_does_not_take_the_request_is_given_up) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
  origin = accept(house);
  const auto chunk = "8000\r\n" + std::string(0x8000, 'x') + "\r\n";
  auto taken = std::size_t{0};
  for (auto i = 0; i < 64; ++i) {
    taken += client.write_some(chunk);
    settle();
  }
  BOOST_TEST(taken < 64 * chunk.size());
  pass(5s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(504, "upstream_timeout");
}

BOOST_AUTO_TEST_CASE(no_time_is_for_ever) {
  options().timeouts = {.first_octet = 0s, .between_octets = 0s};
  client_sends(get);
  origin_receives(get);
  pass(24h);
  client_hears_nothing();
  origin_sends(half);
  client_receives(half);
  pass(24h);
  client_hears_nothing();
}

// -- back-pressure ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_a_client_does_not_read_is_not_collected) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
  const auto chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  auto wire = std::string{};
  for (auto i = 0; i < 64; ++i)
    wire += chunk;
  wire += "0\r\n\r\n";
  auto rest = std::string_view{wire};
  for (auto n = std::size_t{1}; n > 0;) {
    n = origin.write_some(rest);
    rest.remove_prefix(n);
    settle();
  }
  BOOST_TEST(rest.size() > wire.size() / 8); // the origin has to wait
  constexpr auto bound = runtime::loop::event_loop::scratch_size + 1024;
  BOOST_TEST(memory().outbox.size() > 0u);
  BOOST_TEST(memory().outbox.size() <= bound);
  BOOST_TEST(memory().inbox.empty());
  // And nothing is lost when it reads at last.
  auto got = std::size_t{0};
  for (auto idle = 0; idle < 3;) {
    auto n = origin.write_some(rest);
    rest.remove_prefix(n);
    auto more = hear(client);
    BOOST_TEST(memory().outbox.size() <= bound);
    idle = n == 0 && more.empty() ? idle + 1 : 0;
    got += static_cast<std::size_t>(std::count(more.begin(), more.end(), 'x'));
  }
  BOOST_TEST(rest.empty());
  BOOST_TEST(got == std::size_t{64 * 0x4000});
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_large_body_of_known_length_is_not_collected_either) {
  client_sends(get);
  origin_receives(get);
  constexpr auto size = std::size_t{1024 * 1024};
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: "
               + std::to_string(size) + "\r\n\r\n");
  const auto body = std::string(size, 'x');
  auto rest = std::string_view{body};
  for (auto n = std::size_t{1}; n > 0;) {
    n = origin.write_some(rest);
    rest.remove_prefix(n);
    settle();
  }
  BOOST_TEST(!rest.empty());
  BOOST_TEST(memory().outbox.size()
             <= runtime::loop::event_loop::scratch_size + 1024);
}

// -- upgrades -----------------------------------------------------------------

constexpr std::string_view handshake
  = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\n\r\n";
constexpr std::string_view switching
  = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\n\r\n";

BOOST_AUTO_TEST_CASE(a_101_makes_a_tunnel_of_two_connections) {
  client_sends(handshake);
  origin_receives(handshake);
  origin_sends(std::string{switching} + "welcome");
  client_receives(std::string{switching} + "welcome");
  client_sends("hello");
  origin_receives("hello");
  origin_sends("goodbye");
  client_receives("goodbye");
  BOOST_TEST(home.guests.size() == 1u);
  client.shut(); // and may hear on
  origin_sees(line::ended);
  origin_sends("still here");
  client_receives("still here");
  origin.close();
  client_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(shelf().open() == 0u);
}

BOOST_AUTO_TEST_CASE(octets_before_a_101_are_nobodys) {
  client_sends(std::string{handshake} + "GET /smuggled HTTP/1.1\r\n\r\n");
  origin_receives(handshake);
  origin_sends(switching);
  client_receives(switching);
  origin_hears_nothing();
  client_sends("hello");
  origin_receives("hello");
}

BOOST_AUTO_TEST_CASE(a_request_behind_a_handshake_that_failed_is_answered) {
  client_sends(std::string{handshake} + std::string{get});
  origin_receives(handshake);
  origin_sends(ok);
  client_receives(ok);
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(a_101_that_nobody_asked_for_is_an_error) {
  client_sends(get);
  origin_receives(get);
  origin_sends(switching);
  client_receives_error(502, "malformed_response");
}

BOOST_AUTO_TEST_CASE(a_tunnel_without_traffic_ends) {
  client_sends(handshake);
  origin_receives(handshake);
  origin_sends(switching);
  client_receives(switching);
  pass(89s);
  origin_sends("x");
  client_receives("x");
  pass(90s - 1ms);
  client_hears_nothing();
  pass(20ms);
  client_sees(line::ended);
  origin_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_tunnel_whose_client_is_reset_takes_the_origin_along) {
  client = connect_tcp();
  client_sends(handshake);
  origin_receives(handshake);
  origin_sends(switching);
  client_receives(switching);
  client.reset();
  state_of(origin);
  BOOST_TEST(!open(origin));
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_tunnel_outlives_a_drain_but_not_a_stop) {
  client_sends(handshake);
  origin_receives(handshake);
  origin_sends(switching);
  client_receives(switching);
  home.guests.drain();
  client_sends("hello");
  origin_receives("hello");
  home.guests.stop();
  settle();
  client_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
