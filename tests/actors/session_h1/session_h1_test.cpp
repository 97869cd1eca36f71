#include "tests/support/cut_wire.hpp"
#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

using fixture = test::scene_fixture;

constexpr std::string_view date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

BOOST_FIXTURE_TEST_SUITE(session_h1_test, fixture)

// -- requests, one after the other --------------------------------------------

BOOST_AUTO_TEST_CASE(a_request_goes_on_and_its_answer_comes_back) {
  one_exchange();
  one_exchange(); // on the same two connections
  nobody_connects();
  BOOST_TEST(home.guests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_request_is_the_same_at_every_cut) {
  constexpr std::string_view wire
    = "POST /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nX-A: b\r\n\r\n"
      "hello world";
  for (auto& cuts : test::cuttings_of(wire)) {
    BOOST_TEST_CONTEXT(cuts) {
      client = connect();
      auto rest = wire;
      for (std::size_t i = 0; !rest.empty(); ++i) {
        auto n = cuts.pieces[std::min(i, cuts.pieces.size() - 1)];
        say(client, rest.substr(0, n));
        rest.remove_prefix(std::min(n, rest.size()));
      }
      origin_receives(wire);
      origin_sends(ok);
      client_receives(ok);
      client.close();
    }
  }
}

BOOST_AUTO_TEST_CASE(a_response_is_the_same_at_every_cut) {
  constexpr std::string_view wire
    = "HTTP/1.1 200 Fine\r\nDate: now\r\nContent-Length: 11\r\nX-A: b\r\n\r\n"
      "hello world";
  for (auto& cuts : test::cuttings_of(wire)) {
    BOOST_TEST_CONTEXT(cuts) {
      client_sends(get);
      origin_receives(get);
      auto rest = wire;
      for (std::size_t i = 0; !rest.empty(); ++i) {
        auto n = cuts.pieces[std::min(i, cuts.pieces.size() - 1)];
        origin_sends(rest.substr(0, n));
        rest.remove_prefix(std::min(n, rest.size()));
      }
      client_receives(wire);
    }
  }
}

BOOST_AUTO_TEST_CASE(requests_in_one_write_are_answered_one_by_one) {
  client_sends("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
               "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
               "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
  origin_receives("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  origin_sends(ok);
  client_receives(ok);
  origin_receives(
    "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
  origin_sends("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n");
  client_receives("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n");
  origin_receives("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(many_requests_in_one_write_are_all_answered) {
  std::string all;
  for (auto i = 0; i < 100; ++i)
    all += "GET /none HTTP/1.1\r\nHost: a\r\n\r\n";
  home.here.routes = {};
  client_sends(all);
  auto got = hear(client);
  auto count = 0;
  for (auto at = got.find("HTTP/1.1 404"); at != got.npos;
       at = got.find("HTTP/1.1 404", at + 1))
    ++count;
  BOOST_TEST(count == 100);
  BOOST_TEST(open(client));
}

BOOST_AUTO_TEST_CASE(who_wants_to_close_is_told_so_and_closed) {
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  origin_receives(get);
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n"
                  "Connection: close\r\n\r\nok");
  client_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(shelf().idle() == 1u);
}

BOOST_AUTO_TEST_CASE(the_last_request_a_connection_may_bring_closes_it) {
  home.here.session.max_requests = 2;
  one_exchange();
  client_sends(get);
  origin_receives(get);
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n"
                  "Connection: close\r\n\r\nok");
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(http_1_0_closes_unless_it_asks_not_to) {
  client_sends("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
  origin_receives(get);
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n"
                  "Connection: close\r\n\r\nok");
  client_sees(line::ended);
  client = connect();
  client_sends("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
  origin_receives(get);
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n"
                  "Connection: keep-alive\r\n\r\nok");
  client_hears_nothing();
}

BOOST_AUTO_TEST_CASE(a_client_that_ends_after_its_request_is_answered) {
  client_sends(get);
  client.shut();
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
  client_sees(line::ended);
}

// -- bodies -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_chunked_request_goes_on_with_its_trailers) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "\r\n5;x=y\r\nhello\r\nb\r\n brave word\r\n0\r\nX-T: 1\r\n"
               "Content-Length: 99\r\n\r\n");
  origin_receives("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                  "\r\n5\r\nhello\r\nb\r\n brave word\r\n0\r\nX-T: 1\r\n\r\n");
  origin_sends(ok);
  client_receives(ok);
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_chunked_response_comes_back_with_its_trailers) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n"
               "\r\n5;x=y\r\nhello\r\n0\r\nX-T: 1\r\n\r\n");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
                  "X-T: 1\r\n\r\n");
  one_exchange();
}

BOOST_AUTO_TEST_CASE(http_1_0_gets_no_chunks_but_an_end) {
  client_sends("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n"
               "\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nConnection: close\r\n\r\n"
                  "hello world");
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(a_body_that_only_the_end_ends_becomes_chunked) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\n\r\nhello");
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
  origin.close();
  client_receives("0\r\n\r\n");
  origin = {};
  one_exchange();
}

BOOST_AUTO_TEST_CASE(responses_without_a_body_keep_their_length_but_for_204) {
  client_sends("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  origin_receives("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 500\r\n\r\n");
  client_receives(
    "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 500\r\n\r\n");
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 304 Not Modified\r\nDate: now\r\n"
               "Content-Length: 500\r\n\r\n");
  client_receives("HTTP/1.1 304 Not Modified\r\nDate: now\r\n"
                  "Content-Length: 500\r\n\r\n");
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n");
  client_receives("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n");
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_head_gets_a_date_and_loses_what_was_for_one_hop) {
  options().via = "us";
  client_sends(get);
  origin_receives("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 us\r\n\r\n");
  origin_sends("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\nX-A: b\r\n"
               "Connection: X-Mine, keep-alive\r\nX-Mine: 1\r\n"
               "Content-Length: 0\r\ncontent-length: 0\r\n\r\n");
  client_receives("HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 0\r\n"
                  + std::string{date} + "Via: 1.1 us\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(interim_responses_come_before_the_final_one) {
  constexpr std::string_view post
    = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
      "Content-Length: 2\r\n\r\n";
  client_sends(post);
  origin_receives(post);
  origin_sends("HTTP/1.1 100 Continue\r\n\r\n");
  client_receives("HTTP/1.1 100 Continue\r\n\r\n");
  client_sends("hi");
  origin_receives("hi");
  origin_sends("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
  client_receives("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
  origin_sends(ok);
  client_receives(ok);
  one_exchange();
}

BOOST_AUTO_TEST_CASE(http_1_0_is_spared_interim_responses) {
  client_sends("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
  origin_receives(get);
  origin_sends("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
  client_hears_nothing();
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n"
                  "Connection: close\r\n\r\nok");
}

BOOST_AUTO_TEST_CASE(who_was_not_told_to_send_the_body_is_told_to_go) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
               "Content-Length: 2\r\n\r\n");
  origin = accept(house);
  hear(origin);
  origin_sends("HTTP/1.1 403 No\r\nDate: now\r\nContent-Length: 0\r\n\r\n");
  client_receives("HTTP/1.1 403 No\r\nDate: now\r\nContent-Length: 0\r\n"
                  "Connection: close\r\n\r\n");
  client_sees(line::ended); // nobody waits for a body that may never come
  client.close();
  origin_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_large_body_arrives_whole_either_way) {
  auto body = std::string(1024 * 1024, '\0');
  for (std::size_t i = 0; i < body.size(); ++i)
    body[i] = static_cast<char>(i * 2654435761u >> 13);
  auto carry = [this](test::peer& from, test::peer& to, std::string_view text) {
    std::string got;
    const auto size = text.size();
    for (auto idle = 0; got.size() < size && idle < 100;) {
      auto rest = text;
      auto n = from.write_some(rest);
      text.remove_prefix(n);
      auto more = hear(to);
      got += more;
      idle = n == 0 && more.empty() ? idle + 1 : 0;
      if (idle > 0)
        to.wait();
    }
    return got;
  };
  auto length = std::to_string(body.size());
  auto post
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
  client_sends(post);
  origin_receives(post);
  auto up = carry(client, origin, body);
  BOOST_TEST(up.size() == body.size());
  BOOST_TEST((up == body));
  auto head
    = "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: " + length + "\r\n\r\n";
  origin_sends(head);
  client_receives(head);
  auto down = carry(origin, client, body);
  BOOST_TEST(down.size() == body.size());
  BOOST_TEST((down == body));
  BOOST_TEST(shelf().idle() == 1u);
  one_exchange(); // nothing is left over
}

// -- what we answer by ourselves ----------------------------------------------

BOOST_AUTO_TEST_CASE(an_error_of_ours_is_a_whole_response) {
  home.here.routes = {};
  client_sends(get);
  const auto head = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n"
                    "Proxy-Status: troupe; error=destination_not_found\r\n"
                    "Content-Length: 24\r\n"
                    + std::string{date} + "\r\n";
  client_receives(head + "404 Not Found: no_route\n");
  client_sends("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  client_receives(head);
}

BOOST_AUTO_TEST_CASE(the_body_of_a_request_without_a_route_is_not_the_next) {
  home.here.routes = {};
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 27\r\n\r\n");
  client_receives_error(404, "no_route");
  client.write_some(get);
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(what_is_not_http_is_refused_and_closed) {
  struct row {
    std::string_view wire;
    int status;
    std::string_view word;
  };
  for (auto& [wire, status, word] : {
         row{"GET / HTTP/1.1\r\n\r\n", 400, "malformed_request"},
         row{"GET / HTTP/2.5\r\nHost: a\r\n\r\n", 505, "malformed_request"},
         row{"GET /\r\n\r\n", 400, "malformed_request"},
         row{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n", 501,
             "malformed_request"},
         row{"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 405,
             "connect_not_allowed"},
       }) {
    BOOST_TEST_CONTEXT(wire) {
      client = connect();
      client_sends(wire);
      client_receives_error(status, word);
      client_sees(line::ended);
      client.close();
    }
  }
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(a_body_that_breaks_off_in_nonsense_takes_its_exchange) {
  constexpr std::string_view head
    = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  client_sends(head);
  origin_receives(head);
  client_sends("5\r\nhelloX");
  client_receives_error(400, "malformed_request");
  client_sees(line::ended);
  origin_receives("5\r\nhello\r\n");
  origin_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_is_refused) {
  home.here.session.limits.body = 10;
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
  client_receives_error(413, "malformed_request");
  client_sees(line::ended);
}

// -- the client goes ----------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_client_that_goes_takes_its_exchange_with_it) {
  client_sends(get);
  origin_receives(get);
  pass(200ms); // from now on it is watched
  client.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  origin_sees(line::ended);
  BOOST_TEST(shelf().open() == 0u);
}

BOOST_AUTO_TEST_CASE(a_reset_takes_the_exchange_too) {
  client = connect_tcp();
  client_sends(get);
  origin_receives(get);
  pass(200ms);
  client.reset();
  BOOST_TEST(state_of(origin) == line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(who_goes_within_a_body_takes_the_exchange_along) {
  constexpr std::string_view post
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf";
  client_sends(post);
  origin_receives(post);
  client.shut();
  client_sees(line::ended);
  origin_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(who_goes_between_requests_is_not_missed) {
  one_exchange();
  client.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(shelf().idle() == 1u);
}

// -- deadlines ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_says_nothing_is_closed_without_a_word) {
  client = connect();
  pass(15s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(half_a_head_is_waited_for_from_its_first_octet) {
  client = connect();
  pass(10s);
  client_sends("GET / HT");
  pass(10s);
  client_sends("TP/1.1\r\n"); // which gains it nothing
  pass(5s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(408, "head_timeout");
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(the_next_request_is_waited_for_longer) {
  one_exchange();
  pass(60s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(half_a_next_head_has_as_long_as_a_first) {
  one_exchange();
  pass(50s);
  client_sends("G");
  pass(15s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(408, "head_timeout");
}

BOOST_AUTO_TEST_CASE(an_error_has_a_body_unless_its_own_request_was_head) {
  constexpr std::string_view head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
  timeouts().exchange = 3s;
  client_sends(head);
  origin_receives(head);
  origin_sends(ok.substr(0, ok.size() - 2));
  client_receives(ok.substr(0, ok.size() - 2));
  client_sends("G"); // nobody knows what this will be
  pass(16s);
  client_receives_error(408, "head_timeout");
  client = connect();
  client_sends(head);
  pass(4s);
  auto got = hear(client);
  BOOST_TEST(got.starts_with("HTTP/1.1 504 "));
  BOOST_TEST(got.ends_with("\r\n\r\n"), got);
}

BOOST_AUTO_TEST_CASE(a_body_may_be_slow_but_not_stand_still) {
  constexpr std::string_view head
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";
  client_sends(head);
  origin_receives(head);
  for (auto i = 0; i < 3; ++i) {
    pass(29s);
    client_sends("x");
    origin_receives("x");
  }
  pass(30s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(408, "body_timeout");
  origin_sees(line::ended);
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(an_exchange_has_its_time_if_that_is_wanted) {
  timeouts().exchange = 3s;
  client_sends(get);
  origin_receives(get);
  pass(3s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(504, "exchange_timeout");
  client_sees(line::ended);
  origin_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_nothing_is_given_up) {
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  const auto chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (auto i = 0; i < 64; ++i) {
    origin.write_some(chunk);
    settle();
  }
  pass(20s - 1ms);
  BOOST_TEST(home.guests.size() == 1u);
  pass(10ms);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(shelf().open() == 0u);
}

BOOST_AUTO_TEST_CASE(who_is_told_to_go_has_time_to_read_that) {
  client_sends("nonsense\r\n\r\nand more");
  client_receives_error(400, "malformed_request");
  client_sees(line::ended); // our half
  client.write("still talking");
  pass(2s - 1ms);
  BOOST_TEST(home.guests.size() == 1u);
  pass(10ms);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(who_goes_when_told_is_not_waited_for) {
  client_sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
  origin = accept(house);
  origin_sends("HTTP/1.1 400 No\r\nConnection: close\r\n"
               "Content-Length: 0\r\n\r\n");
  hear(client, 1);
  BOOST_TEST(home.guests.size() == 1u);
  client.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
}

// -- draining -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(draining_closes_who_is_idle_and_lets_others_finish) {
  one_exchange();
  auto idle = std::exchange(client, connect());
  client_sends(get);
  origin_receives(get);
  home.guests.drain();
  settle();
  BOOST_TEST(state_of(idle) == line::ended);
  client_hears_nothing();
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n"
                  "Connection: close\r\n\r\nok");
  client_sees(line::ended);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(draining_still_reads_half_a_head) {
  client_sends("GET / HTTP/1.1\r\n");
  home.guests.drain();
  client_sends("Host: a\r\n\r\n");
  origin_receives(get);
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n"
                  "Connection: close\r\n\r\nok");
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(stopping_ends_everybody_at_once) {
  client_sends(get);
  origin_receives(get);
  auto idle = connect();
  home.guests.stop();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  client_sees(line::ended);
  BOOST_TEST(state_of(idle) == line::ended);
  origin_sees(line::ended);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
