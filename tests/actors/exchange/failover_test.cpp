// What becomes of a request whose backend fails it: the options of
// retry_options, seen from both ends.
#include "tests/support/stage.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

struct fixture : test::scene_fixture {
  fixture() {
    add_backend(upstream, others[0].address);
    add_backend(upstream, others[1].address);
  }

  static constexpr std::string_view post
    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  static constexpr std::string_view busy
    = "HTTP/1.1 503 Busy\r\nDate: now\r\nContent-Length: 4\r\n\r\nbusy";

  retry_options& retries() { return options().retries; }

  /// The first backend is asked first, then the others in turn.
  void asked(const test::origin_house& who, std::string_view text = get) {
    origin = accept(who);
    origin_receives(text);
  }
  void origin_dies() {
    origin.close();
    origin = {};
    settle();
  }

  std::array<test::origin_house, 2> others{build_house(), build_house()};
};

BOOST_FIXTURE_TEST_SUITE(failover_test, fixture)

// -- what ends an attempt -----------------------------------------------------

BOOST_AUTO_TEST_CASE(a_reset_before_the_response_leads_to_another_backend) {
  retries().on_reset = true;
  client_sends(get);
  asked(house);
  origin_dies();
  client_hears_nothing();
  asked(others[0]);
  origin_dies();
  asked(others[1]);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_twice) {
  retries().on_reset = true;
  client_sends(get);
  for (auto* who : {&house, &others[0], &others[1]}) {
    asked(*who);
    origin_dies();
  }
  client_receives_error(502, "upstream_closed");
  for (auto* who : {&house, &others[0], &others[1]})
    BOOST_TEST(!accept(*who));
}

BOOST_AUTO_TEST_CASE(there_are_no_more_attempts_than_allowed) {
  retries() = {.attempts = 2, .on_reset = true};
  client_sends(get);
  asked(house);
  origin_dies();
  asked(others[0]);
  origin_dies();
  client_receives_error(502, "upstream_closed");
  BOOST_TEST(!accept(others[1]));
}

BOOST_AUTO_TEST_CASE(a_post_is_not_asked_of_another) {
  retries().on_reset = true;
  client_sends(post);
  asked(house, post);
  origin_dies();
  client_receives_error(502, "upstream_closed");
}

BOOST_AUTO_TEST_CASE(unless_the_operator_says_so) {
  retries().on_reset = retries().unsafe_methods = true;
  client_sends(post);
  asked(house, post);
  origin_dies();
  asked(others[0], post);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(a_body_that_was_not_kept_goes_nowhere_else) {
  retries().on_reset = retries().unsafe_methods = true;
  options().replay_buffer = 1;
  client_sends(post.substr(0, post.size() - 2));
  asked(house, post.substr(0, post.size() - 2));
  client_sends("hi");
  origin_receives("hi");
  origin_dies();
  client_receives_error(502, "upstream_closed");
}

BOOST_AUTO_TEST_CASE(a_response_that_has_begun_is_the_last) {
  retries().on_reset = true;
  client_sends(get);
  asked(house);
  origin_sends("HTTP/1.1 200 OK\r\n");
  origin_dies();
  client_receives_error(502, "response_incomplete");
}

// -- statuses -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_status_leads_to_another_backend) {
  retries().on_status = {503};
  client_sends(get);
  asked(house);
  origin_sends(busy);
  client_hears_nothing();
  origin_sees(line::ended); // its body is not worth waiting for
  asked(others[0]);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(the_last_backends_status_is_the_clients) {
  retries() = {.attempts = 2, .on_status = {503}};
  client_sends(get);
  asked(house);
  origin_sends(busy);
  asked(others[0]);
  origin_sends(busy);
  client_receives(busy);
}

BOOST_AUTO_TEST_CASE(other_statuses_are_the_clients) {
  retries().on_status = {502};
  client_sends(get);
  asked(house);
  origin_sends(busy);
  client_receives(busy);
}

BOOST_AUTO_TEST_CASE(a_head_in_pieces_may_still_be_passed_over) {
  retries().on_status = {503};
  client_sends(get);
  asked(house);
  for (auto c : busy.substr(0, busy.find("busy")))
    origin_sends({&c, 1});
  client_hears_nothing();
  asked(others[0]);
  origin_sends(ok);
  client_receives(ok);
}

// -- deadlines ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_attempt_that_takes_too_long_leads_elsewhere) {
  retries() = {.on_timeout = true, .per_try = 1s};
  client_sends(get);
  asked(house);
  pass(900ms);
  client_hears_nothing();
  pass(200ms);
  origin_sees(line::ended);
  asked(others[0]);
  pass(900ms); // it has a second of its own
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(without_leave_to_go_elsewhere_it_ends_the_exchange) {
  retries().per_try = 1s;
  client_sends(get);
  asked(house);
  pass(1100ms);
  client_receives_error(504, "upstream_timeout");
}

BOOST_AUTO_TEST_CASE(a_response_that_has_begun_is_no_attempt_any_more) {
  retries() = {.on_timeout = true, .per_try = 1s};
  client_sends(get);
  asked(house);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\n");
  pass(3s);
  origin_sends("ok");
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(all_attempts_together_have_a_deadline) {
  retries() = {.on_timeout = true, .per_try = 1s, .total = 1500ms};
  client_sends(get);
  asked(house);
  pass(1100ms);
  asked(others[0]);
  pass(500ms);
  client_receives_error(504, "upstream_timeout");
  BOOST_TEST(!accept(others[1]));
}

// -- pauses -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(between_attempts_there_may_be_a_pause) {
  retries() = {.on_reset = true, .backoff = 200ms};
  client_sends(get);
  asked(house);
  origin_dies();
  pass(90ms);
  BOOST_TEST(!accept(others[0]));
  pass(150ms);
  asked(others[0]);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(who_pauses_is_bound_by_the_deadline_of_all) {
  retries() = {.on_reset = true, .total = 100ms, .backoff = 1s};
  client_sends(get);
  asked(house);
  origin_dies();
  pass(150ms);
  client_receives_error(504, "upstream_timeout");
  pass(2s);
  BOOST_TEST(!accept(others[0]));
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_during_the_pause_is_not_waited_for) {
  retries() = {.on_reset = true, .backoff = 1s};
  client_sends(get);
  asked(house);
  origin_dies();
  client.reset();
  pass(2s);
  BOOST_TEST(!accept(others[0]));
}

// -- membership ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_backend_that_leaves_finishes_what_it_began) {
  client_sends(get);
  asked(house);
  set_backends(upstream,
               {{.name = "b", .address = to_string(others[0].address)}});
  origin_sends(ok);
  client_receives(ok);
  origin_sees(line::ended); // nobody will ask it again
  client_sends(get);
  asked(others[0]);
}

BOOST_AUTO_TEST_CASE(a_retry_asks_who_has_come_meanwhile) {
  retries().on_reset = true;
  client_sends(get);
  asked(house);
  auto late = build_house();
  set_backends(upstream, {{.name = "c", .address = to_string(late.address)}});
  origin_dies();
  asked(late);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(what_is_under_way_is_counted_until_its_end) {
  auto busy_now
    = [this] { return upstream.balancer().members()[0].load->in_flight(); };
  client_sends(get);
  asked(house);
  BOOST_TEST(busy_now() == 1u);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(busy_now() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
