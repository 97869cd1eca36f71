#include "tests/actors/session_h2/h2_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

namespace h2 = test::h2;

/// Origins may take their time, unless a case is about that.
class fixture : public test::h2_scene {
protected:
  fixture() { options().timeouts = {.first_octet = 0s, .between_octets = 0s}; }
};

BOOST_FIXTURE_TEST_SUITE(session_h2_deadlines_test, fixture)

// -- the connection without streams -------------------------------------------

BOOST_AUTO_TEST_CASE(who_says_nothing_is_closed) {
  auto who = join();
  pass(15s - 1ms);
  BOOST_TEST(hear(who).size() > 0u); // our settings
  BOOST_TEST(open(who));
  pass(10ms);
  BOOST_TEST(state_of(who) == line::ended);
}

BOOST_AUTO_TEST_CASE(who_greets_and_asks_nothing_is_closed) {
  meet();
  pass(15s - 1ms);
  BOOST_TEST(!ended());
  BOOST_TEST(browser->farewells().empty());
  pass(10ms);
  says_farewell({0});
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(the_next_request_is_waited_for_longer) {
  meet();
  auto id = ask("/service");
  pass(60s - 1ms);
  BOOST_TEST(!ended());
  pass(10ms);
  says_farewell({id});
  BOOST_TEST((browser->farewell_code() == errc::no_error));
  BOOST_TEST(ended());
  BOOST_TEST(count(figures().goaways_sent, errc::no_error) == 1u);
}

BOOST_AUTO_TEST_CASE(each_request_begins_that_wait_anew) {
  meet();
  ask("/service");
  pass(50s);
  ask("/service");
  pass(60s - 1ms);
  BOOST_TEST(!ended());
  pass(10ms);
  BOOST_TEST(ended());
}

BOOST_AUTO_TEST_CASE(who_has_streams_is_not_idle) {
  meet();
  auto id = ask("/");
  auto there = next_origin();
  pass(70s);
  pass(70s);
  BOOST_TEST(!ended());
  say(there, ok);
  BOOST_TEST(is_whole(id));
}

// -- one stream ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_body_that_stands_still_costs_its_own_stream_only) {
  meet();
  auto stalls = post("/");
  auto there = next_origin();
  auto other = ask("/");
  auto elsewhere = next_origin();
  for (auto i = 0; i < 3; ++i) {
    send(stalls, "x");
    pass(30s - 1ms);
    BOOST_TEST(status(stalls) == 0);
  }
  pass(10ms);
  is_error(stalls, 408, "body_timeout");
  BOOST_TEST((browser->reset_of(stalls) == errc::no_error));
  BOOST_TEST(state_of(there) == line::ended);
  say(elsewhere, ok);
  BOOST_TEST(is_whole(other));
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_body_that_stands_still_cuts_a_response_that_has_begun) {
  meet();
  auto id = post("/");
  auto there = next_origin();
  say(there, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
  BOOST_TEST(answer(id).body == "half");
  pass(30s - 1ms);
  BOOST_TEST(!answer(id).closed);
  pass(10ms);
  BOOST_TEST((browser->reset_of(id) == errc::internal_error));
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(!ended());
}

BOOST_AUTO_TEST_CASE(who_is_answered_meanwhile_may_be_silent) {
  meet();
  auto id = post("/");
  auto there = next_origin();
  say(there, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (auto i = 0; i < 5; ++i) {
    pass(30s - 1ms);
    say(there, "1\r\nx\r\n");
  }
  BOOST_TEST(answer(id).body == "xxxxx");
  pass(30s - 1ms);
  BOOST_TEST(!answer(id).closed);
  pass(10ms);
  BOOST_TEST((browser->reset_of(id) == errc::internal_error));
}

BOOST_AUTO_TEST_CASE(a_body_that_the_origin_does_not_take_is_not_waited_for) {
  options().timeouts.between_octets = 45s;
  meet();
  auto id = post("/");
  auto there = next_origin();
  for (auto i = 0; i < 64 && !browser->codec.congested(id); ++i)
    send(id, std::string(16384, 'x'));
  pass(45s - 1ms);
  BOOST_TEST(status(id) == 0);
  pass(10ms);
  is_error(id, 504, "upstream_timeout");
}

BOOST_AUTO_TEST_CASE(an_origin_has_its_time_for_each_stream) {
  options().timeouts.first_octet = 7s;
  meet();
  auto first = ask("/");
  pass(5s);
  auto second = ask("/");
  pass(2s);
  is_error(first, 504, "upstream_timeout");
  BOOST_TEST(status(second) == 0);
  pass(5s);
  is_error(second, 504, "upstream_timeout");
  BOOST_TEST(!ended());
}

BOOST_AUTO_TEST_CASE(an_exchange_has_its_time_if_that_is_wanted) {
  timeouts().exchange = 3s;
  meet();
  auto first = ask("/");
  auto there = next_origin();
  pass(2s);
  auto second = ask("/");
  auto elsewhere = next_origin();
  say(elsewhere, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
  pass(1s + 10ms);
  is_error(first, 504, "exchange_timeout");
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(!answer(second).closed);
  pass(2s);
  BOOST_TEST((browser->reset_of(second) == errc::internal_error));
  BOOST_TEST(state_of(elsewhere) == line::ended);
}

BOOST_AUTO_TEST_CASE(a_client_that_opens_no_window_loses_that_stream_only) {
  meet({.window = 10});
  browser->takes_bodies = false;
  auto stalls = ask("/");
  auto there = next_origin();
  say(there,
      "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + std::string(20, 'x'));
  pass(20s - 1ms);
  BOOST_TEST(!answer(stalls).closed);
  pass(10ms);
  BOOST_TEST((browser->reset_of(stalls) == errc::cancel));
  BOOST_TEST(is_whole(ask("/service")));
  BOOST_TEST(count(figures().resets_sent, errc::cancel) == 1u);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_little_by_little_keeps_its_stream) {
  meet({.window = 10});
  browser->takes_bodies = false;
  auto id = ask("/");
  auto there = next_origin();
  say(there,
      "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n" + std::string(60, 'x'));
  for (auto i = 1; i <= 5; ++i) {
    pass(19s);
    browser->consume(id);
    settle();
    BOOST_TEST(answer(id).body.size() == 10u * static_cast<unsigned>(i + 1));
  }
  BOOST_TEST(is_whole(id));
}

// -- the client's socket ------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_client_that_takes_nothing_is_given_up) {
  meet({.window = 1 << 22, .connection_window = 1 << 24});
  ask("/");
  auto there = next_origin();
  browser->reads = false;
  say(there, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  const auto chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (auto i = 0; i < 64; ++i) {
    there.write_some(chunk);
    settle();
  }
  pass(20s - 1ms);
  BOOST_TEST(home.guests.size() == 1u);
  pass(10ms);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(figures().open_streams == 0u);
  BOOST_TEST(shelf().open() == 0u);
}

/// Its streams are over, and octets of theirs still wait.
BOOST_AUTO_TEST_CASE(a_client_that_does_not_take_the_end_is_told_to_go_once) {
  timeouts().write = 0s;
  add_service("/big", answer_with([](auto&) {
                return http_response{.status = 200,
                                     .fields = {},
                                     .body = std::string(30'000, 'x')};
              }));
  meet({.window = 1 << 20, .connection_window = 1 << 24});
  browser->reads = false;
  for (auto i = 0; i < 64; ++i)
    ask("/big");
  pass(timeouts().keep_alive + 10ms);
  for (auto i = 0; i < 20; ++i)
    loop.turn();
  BOOST_TEST(count(figures().goaways_sent, errc::no_error) <= 1u);
  pass(timeouts().keep_alive + 10ms);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(figures().open_streams == 0u);
}

// -- is anybody there? --------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_is_silent_is_asked_and_its_answer_is_enough) {
  meet();
  auto id = ask("/");
  auto there = next_origin();
  pass(60s - 1ms);
  BOOST_TEST(browser->pings() == 0u);
  pass(10ms);
  BOOST_TEST(browser->pings() == 1u);
  pass(15s);
  BOOST_TEST(!ended());
  pass(45s - 10ms);
  BOOST_TEST(browser->pings() == 1u);
  pass(20ms); // since it has answered
  BOOST_TEST(browser->pings() == 2u);
  say(there, ok);
  BOOST_TEST(is_whole(id));
}

BOOST_AUTO_TEST_CASE(who_does_not_answer_is_closed_with_all_exchanges) {
  meet();
  browser->answers_pings = false;
  ask("/");
  auto there = next_origin();
  ask("/");
  auto elsewhere = next_origin();
  pass(60s + 10ms);
  BOOST_TEST(browser->pings() == 1u);
  pass(15s - 1ms);
  BOOST_TEST(home.guests.size() == 1u);
  pass(10ms);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(ended());
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(state_of(elsewhere) == line::ended);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_late_but_in_time_is_an_answer) {
  meet();
  browser->answers_pings = false;
  ask("/");
  pass(60s + 10ms);
  pass(14s);
  browser->pong();
  settle();
  pass(30s);
  BOOST_TEST(!ended());
}

BOOST_AUTO_TEST_CASE(who_says_something_is_not_asked) {
  meet();
  ask("/");
  pass(50s);
  ask("/service");
  pass(60s - 1ms);
  BOOST_TEST(browser->pings() == 0u);
  pass(10ms);
  BOOST_TEST(browser->pings() == 1u);
}

BOOST_AUTO_TEST_CASE(who_has_no_streams_is_not_asked) {
  http2().ping = 5s;
  meet();
  ask("/service");
  pass(50s);
  BOOST_TEST(browser->pings() == 0u);
  BOOST_TEST(!ended());
}

BOOST_AUTO_TEST_CASE(a_stream_that_ends_ends_the_wait_for_an_answer) {
  meet();
  browser->answers_pings = false;
  auto id = ask("/");
  auto there = next_origin();
  pass(60s + 10ms);
  say(there, ok);
  BOOST_TEST(is_whole(id));
  pass(30s);
  BOOST_TEST(!ended());
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_if_that_is_off) {
  http2().ping = 0s;
  meet();
  auto id = ask("/");
  auto there = next_origin();
  pass(1h);
  BOOST_TEST(browser->pings() == 0u);
  say(there, ok);
  BOOST_TEST(is_whole(id));
}

// -- afterwards ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_was_told_to_go_has_time_to_read_that) {
  meet();
  by_hand(h2::frame(type::data, 0, 0, "not of a stream"));
  BOOST_TEST(ended()); // our half
  browser->line.write("still talking");
  pass(2s - 1ms);
  BOOST_TEST(home.guests.size() == 1u);
  pass(10ms);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(who_goes_when_told_is_not_waited_for) {
  meet();
  by_hand(h2::frame(type::data, 0, 0, "not of a stream"));
  BOOST_TEST(home.guests.size() == 1u);
  browser->line.shut();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
