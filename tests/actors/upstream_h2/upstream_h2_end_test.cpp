// How a connection to a backend ends, and what its streams hear of that.

#include "tests/actors/upstream_h2/h2_backend_scene.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

namespace h2 = test::h2;

class fixture : public test::h2_backend_scene {
protected:
  void is_closed() {
    BOOST_TEST(ended());
    BOOST_TEST(shelf().open() == 0u);
    BOOST_TEST(figures().open_streams == 0u);
  }
};

BOOST_FIXTURE_TEST_SUITE(upstream_h2_end_test, fixture)

// -- the backend says farewell ------------------------------------------------

BOOST_AUTO_TEST_CASE(
  what_the_backend_has_not_seen_is_refused_the_rest_goes_on) {
  meet();
  auto& first = get();
  auto& second = get();
  auto& third = get();
  says_farewell(1);
  is_lost(second, proxy_errc::stream_refused);
  is_lost(third, proxy_errc::stream_refused);
  BOOST_TEST(!first.lost.has_value());
  BOOST_TEST(!has_room());
  BOOST_TEST(!ended());
  respond(1);
  BOOST_TEST(first.ended);
  is_closed();
  BOOST_TEST(count(figures().goaways_received, errc::no_error) == 1u);
}

BOOST_AUTO_TEST_CASE(a_farewell_in_two_steps_costs_nobody_his_request) {
  meet();
  auto& user = get();
  says_farewell(0x7fffffff);
  BOOST_TEST(!has_room());
  says_farewell(1);
  respond(1);
  BOOST_TEST(user.ended);
  is_closed();
}

BOOST_AUTO_TEST_CASE(a_farewell_to_nobody_closes_it) {
  meet();
  says_farewell(0);
  is_closed();
}

BOOST_AUTO_TEST_CASE(who_has_a_stream_and_has_not_asked_is_refused) {
  meet();
  auto& user = users.emplace_back(shelf().take_stream(), loop);
  says_farewell(0);
  BOOST_TEST(
    (user.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n") == io_state::failed));
  BOOST_TEST((user.line->meaning_of(0).what == proxy_errc::stream_refused));
  user.drop();
  is_closed();
}

BOOST_AUTO_TEST_CASE(who_comes_after_a_farewell_gets_another_connection) {
  meet();
  get();
  says_farewell(1);
  auto answer = lease();
  BOOST_TEST(!answer->has_value());
  auto old = std::move(*backend).line;
  greet();
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(bool{(*answer)->connection});
  BOOST_TEST(shelf().open() == 2u);
}

// -- the backend goes, or breaks a rule ---------------------------------------

BOOST_AUTO_TEST_CASE(a_backend_that_goes_takes_all_streams_with_it) {
  meet();
  auto& first = get();
  auto& second = get();
  begin_response(3);
  send(3, "half");
  backend->line.close();
  settle();
  is_lost(first, proxy_errc::upstream_closed);
  is_lost(second, proxy_errc::upstream_closed);
  BOOST_TEST(second.body == "half");
  BOOST_TEST(shelf().open() == 0u);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_response_that_is_here_is_read_though_its_backend_goes) {
  meet();
  auto& user = get();
  user.reads = false;
  respond(1);
  backend->line.close();
  settle();
  user.read();
  BOOST_TEST(user.body == "well");
  BOOST_TEST(user.ended);
  BOOST_TEST(!user.lost.has_value());
}

BOOST_AUTO_TEST_CASE(a_backend_that_breaks_a_rule_is_told_which) {
  meet();
  auto& first = get();
  auto& second = get();
  by_hand(h2::frame(type::data, 0, 0, "not of a stream"));
  BOOST_TEST((backend->farewell_code() == errc::protocol_error));
  is_lost(first, proxy_errc::malformed_response);
  is_lost(second, proxy_errc::malformed_response);
  is_closed();
  BOOST_TEST(count(figures().goaways_sent, errc::protocol_error) == 1u);
}

// -- we end it ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(winding_up_closes_it_at_once_if_nobody_uses_it) {
  meet();
  shelf().clear();
  settle();
  BOOST_TEST((backend->farewell_code() == errc::no_error));
  is_closed();
  BOOST_TEST(count(figures().goaways_sent, errc::no_error) == 1u);
}

BOOST_AUTO_TEST_CASE(winding_up_waits_for_who_uses_it) {
  meet();
  auto& first = get();
  auto& second = get();
  shelf().clear();
  settle();
  BOOST_TEST(!has_room());
  respond(1);
  BOOST_TEST(first.ended);
  BOOST_TEST(!ended());
  BOOST_TEST(!backend->farewell_code());
  respond(3);
  BOOST_TEST(second.ended);
  BOOST_TEST((backend->farewell_code() == errc::no_error));
  is_closed();
}

BOOST_AUTO_TEST_CASE(one_that_has_served_enough_takes_no_more) {
  wish.max_requests = 3; // one of which was the lease that greeted it
  meet();
  get();
  auto& last = get();
  BOOST_TEST(!has_room());
  respond(3);
  BOOST_TEST(last.ended);
  BOOST_TEST(!has_room());
}

BOOST_AUTO_TEST_CASE(one_too_many_that_falls_idle_is_closed) {
  wish.max_idle = 0;
  auto answer = lease();
  greet();
  (*answer)->connection.reset();
  is_closed();
}

// -- deadlines ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(one_that_lies_idle_is_closed_in_time) {
  meet();
  get();
  respond(1);
  pass(60s - 1ms);
  BOOST_TEST(!ended());
  pass(10ms);
  BOOST_TEST((backend->farewell_code() == errc::no_error));
  is_closed();
}

/// And octets for it still wait, which nobody needs any more.
BOOST_AUTO_TEST_CASE(one_that_takes_nothing_is_closed_in_time) {
  meet({.window = 1 << 22, .connection_window = 1 << 24});
  auto& user = post();
  begin_response(1);
  backend->reads = false;
  for (auto i = 0; i < 100 && user.line->may_write(); ++i) {
    user.write(chunk(10'000));
    settle();
  }
  user.drop();
  pass(wish.idle + 10ms);
  auto busy = 0;
  for (auto i = 0; i < 20; ++i)
    busy += loop.turn() ? 1 : 0;
  BOOST_TEST(busy < 20);
  BOOST_TEST(shelf().open() == 1u);
  pass(5s + 10ms);
  BOOST_TEST(shelf().open() == 0u);
}

BOOST_AUTO_TEST_CASE(each_request_begins_that_wait_anew) {
  meet();
  pass(50s);
  get();
  pass(20s);
  respond(1);
  pass(60s - 1ms);
  BOOST_TEST(!ended());
  pass(10ms);
  is_closed();
}

BOOST_AUTO_TEST_CASE(who_is_silent_is_asked_and_its_answer_is_enough) {
  meet();
  auto& user = get();
  pass(30s - 1ms);
  BOOST_TEST(backend->pings() == 0u);
  pass(10ms);
  BOOST_TEST(backend->pings() == 1u);
  pass(15s);
  BOOST_TEST(!ended());
  respond(1);
  BOOST_TEST(user.ended);
}

BOOST_AUTO_TEST_CASE(who_does_not_answer_is_given_up_with_all_streams) {
  meet();
  backend->answers_pings = false;
  auto& first = get();
  auto& second = get();
  pass(30s + 10ms);
  BOOST_TEST(backend->pings() == 1u);
  pass(10s - 1ms);
  BOOST_TEST(!first.lost.has_value());
  pass(10ms);
  is_lost(first, proxy_errc::upstream_timeout);
  is_lost(second, proxy_errc::upstream_timeout);
  is_closed();
}

BOOST_AUTO_TEST_CASE(who_says_something_is_not_asked) {
  meet();
  get();
  get();
  pass(20s);
  respond(1);
  pass(30s - 1ms);
  BOOST_TEST(backend->pings() == 0u);
  pass(10ms);
  BOOST_TEST(backend->pings() == 1u);
}

BOOST_AUTO_TEST_CASE(who_says_only_that_he_is_there_is_asked_less_often) {
  meet();
  get();
  pass(30s + 10ms);
  BOOST_TEST(backend->pings() == 1u);
  pass(119s);
  BOOST_TEST(backend->pings() == 1u);
  pass(2s);
  BOOST_TEST(backend->pings() == 2u);
}

BOOST_AUTO_TEST_CASE(who_answers_anybody_is_asked_as_often_as_before) {
  meet();
  get();
  get();
  pass(30s + 10ms);
  BOOST_TEST(backend->pings() == 1u);
  begin_response(1);
  pass(30s + 10ms);
  BOOST_TEST(backend->pings() == 2u);
}

BOOST_AUTO_TEST_CASE(who_serves_nobody_is_not_asked) {
  wish.idle = 0s;
  meet();
  get();
  respond(1);
  pass(1h);
  BOOST_TEST(backend->pings() == 0u);
  BOOST_TEST(!ended());
}

BOOST_AUTO_TEST_CASE(who_let_somebody_wait_in_vain_is_asked_at_once) {
  meet();
  backend->answers_pings = false;
  auto& user = get();
  pass(7s);
  user.drop();
  settle();
  BOOST_TEST(backend->pings() == 1u);
  pass(10s + 10ms);
  is_closed();
}

BOOST_AUTO_TEST_CASE(who_is_let_go_of_at_once_is_not_suspected) {
  meet();
  auto& user = get();
  pass(500ms);
  user.drop();
  settle();
  BOOST_TEST(backend->pings() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
