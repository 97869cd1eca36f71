#include "tests/actors/balancer/stage.hpp"

#include "actors/exchange/retry_plan.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>

namespace troupe::actors {
namespace {

using codecs::http::method;
using enum proxy_errc;
using namespace std::chrono_literals;

constexpr auto never_again = {none,
                              malformed_request,
                              head_timeout,
                              body_timeout,
                              client_gone,
                              malformed_response,
                              no_route,
                              response_incomplete,
                              upstream_timeout,
                              no_backend,
                              exchange_timeout,
                              service_failed,
                              service_timeout,
                              stage_failed,
                              stage_timeout,
                              stage_overloaded,
                              internal_error,
                              request_body_too_large,
                              connect_not_allowed,
                              too_early};
constexpr auto unreachable
  = {connection_refused, connect_timeout,    tls_certificate_error,
     tls_alert_received, tls_protocol_error, queue_full,
     queue_timeout,      circuit_open,       out_of_resources};
constexpr auto forgiven = {upstream_closed, upstream_reset};

const auto plain = retry_options{};

constexpr auto give_up = int(next_step::give_up);
constexpr auto once_more = int(next_step::again);
constexpr auto other = int(next_step::elsewhere);

BOOST_AUTO_TEST_SUITE(retry_plan_test)

BOOST_AUTO_TEST_CASE(most_failures_are_final) {
  for (auto what : never_again) {
    auto uut = retry_plan{method::get, plain};
    auto end
      = attempt_outcome{.what = what, .reused = true, .replayable = true};
    BOOST_TEST(int(uut.after(end)) == give_up, to_string(what));
  }
}

// Everything that may bear on a connection that died before it answered.
BOOST_AUTO_TEST_CASE(a_dead_connection_is_forgiven_where_that_is_safe) {
  struct row {
    method how;
    bool reused;
    bool sent;
    bool replayable;
    bool again;
  };
  using enum method;
  for (auto& [how, reused, sent, replayable, again] :
       std::initializer_list<row>{
         {get, true, true, true, true},     {get, true, true, false, false},
         {get, true, false, true, true},    {get, true, false, false, false},
         {get, false, true, true, false},   {get, false, true, false, false},
         {get, false, false, true, false},  {get, false, false, false, false},
         {post, true, true, true, false},   {post, true, true, false, false},
         {post, true, false, true, true}, // none of it has left
         {post, true, false, false, false}, {post, false, true, true, false},
         {post, false, false, true, false}, {head, true, true, true, true},
         {put, true, true, true, true},     {delete_, true, true, true, true},
         {options, true, true, true, true}, {patch, true, true, true, false},
         {other, true, true, true, false},
       })
    for (auto what : forgiven) {
      BOOST_TEST_CONTEXT(to_string(what)
                         << " method " << static_cast<int>(how) << " reused "
                         << reused << " sent " << sent << " replayable "
                         << replayable) {
        auto uut = retry_plan{how, plain};
        auto step = int(uut.after({what, reused, sent, replayable}));
        BOOST_TEST(step == (again ? once_more : give_up));
      }
    }
}

BOOST_AUTO_TEST_CASE(a_dead_connection_is_forgiven_once) {
  auto uut = retry_plan{method::get, plain};
  auto dead = attempt_outcome{upstream_closed, true, true, true};
  BOOST_TEST(int(uut.after(dead)) == once_more);
  BOOST_TEST(int(uut.after(dead)) == give_up);
  dead.what = upstream_reset;
  BOOST_TEST(int(uut.after(dead)) == give_up);
}

// Whatever the method: the origin has not looked at it.
BOOST_AUTO_TEST_CASE(what_is_refused_unseen_goes_again_and_then_elsewhere) {
  auto refused = attempt_outcome{stream_refused, false, true, true};
  auto uut = retry_plan{method::post, plain};
  BOOST_TEST(int(uut.after(refused)) == once_more);
  for (auto i = 1u; i < plain.attempts; ++i)
    BOOST_TEST(int(uut.after(refused)) == other);
  BOOST_TEST(int(uut.after(refused)) == give_up);
  auto lost = retry_plan{method::get, plain};
  refused.replayable = false;
  BOOST_TEST(int(lost.after(refused)) == give_up);
}

BOOST_AUTO_TEST_CASE(who_cannot_be_reached_is_passed_over) {
  for (auto what : unreachable) {
    BOOST_TEST_CONTEXT(to_string(what)) {
      auto uut = retry_plan{method::post, plain};
      for (auto i = 1u; i < plain.attempts; ++i)
        BOOST_TEST(int(uut.after({.what = what})) == other);
      BOOST_TEST(int(uut.after({.what = what})) == give_up);
    }
  }
}

BOOST_AUTO_TEST_CASE(there_are_as_many_attempts_as_the_options_say) {
  auto once = retry_options{.attempts = 1};
  auto uut = retry_plan{method::get, once};
  BOOST_TEST(int(uut.after({.what = connection_refused})) == give_up);
  // A connection that was dead already is no attempt.
  uut = retry_plan{method::get, once};
  BOOST_TEST(int(uut.after({upstream_closed, true, true, true})) == once_more);
  BOOST_TEST(int(uut.after({.what = connection_refused})) == give_up);
}

BOOST_AUTO_TEST_CASE(what_has_been_sent_does_not_go_elsewhere) {
  for (auto what : unreachable) {
    auto uut = retry_plan{method::get, plain};
    auto end = attempt_outcome{.what = what, .sent = true, .replayable = true};
    BOOST_TEST(int(uut.after(end)) == give_up, to_string(what));
  }
}

BOOST_AUTO_TEST_CASE(a_forgiven_connection_leaves_the_other_backends) {
  auto uut = retry_plan{method::get, plain};
  BOOST_TEST(int(uut.after({upstream_closed, true, true, true})) == once_more);
  BOOST_TEST(int(uut.after({.what = connection_refused})) == other);
}

BOOST_AUTO_TEST_CASE(a_plan_of_nothing_tries_nothing) {
  auto uut = retry_plan{};
  BOOST_TEST(int(uut.after({.what = connection_refused})) == give_up);
  BOOST_TEST(int(uut.after({upstream_closed, true, true, true})) == give_up);
  BOOST_TEST(!uut.may_repeat());
}

// -- what is opted in ---------------------------------------------------------

// Each option brings its own kind of end, for requests that may be repeated.
BOOST_AUTO_TEST_CASE(what_is_repeated_is_as_the_options_say) {
  auto on_reset = retry_options{.on_reset = true};
  auto on_timeout = retry_options{.on_timeout = true};
  auto on_status = retry_options{.on_status = {502, 503}};
  auto reset = attempt_outcome{upstream_reset, false, true, true};
  auto closed = attempt_outcome{upstream_closed, false, true, true};
  auto late = attempt_outcome{upstream_timeout, false, true, true};
  auto busy = attempt_outcome{none, false, true, true, 503};
  auto odd = attempt_outcome{none, false, true, true, 500};
  struct row {
    const retry_options& options;
    attempt_outcome end;
    bool repeated;
  };
  for (auto& [options, end, repeated] :
       std::initializer_list<row>{{plain, reset, false},
                                  {plain, late, false},
                                  {plain, busy, false},
                                  {on_reset, reset, true},
                                  {on_reset, closed, true},
                                  {on_reset, late, false},
                                  {on_reset, busy, false},
                                  {on_timeout, late, true},
                                  {on_timeout, reset, false},
                                  {on_status, busy, true},
                                  {on_status, odd, false},
                                  {on_status, reset, false}}) {
    BOOST_TEST_CONTEXT(to_string(end.what) << ' ' << end.status) {
      auto expected = repeated ? other : give_up;
      auto get = retry_plan{method::get, options};
      BOOST_TEST(int(get.after(end)) == expected);
      auto post = retry_plan{method::post, options};
      BOOST_TEST(int(post.after(end)) == give_up);
      auto unsafe = options;
      unsafe.unsafe_methods = true;
      auto bold = retry_plan{method::post, unsafe};
      BOOST_TEST(int(bold.after(end)) == expected);
      auto lost = end;
      lost.replayable = false;
      auto forgetful = retry_plan{method::get, options};
      BOOST_TEST(int(forgetful.after(lost)) == give_up);
    }
  }
}

// -- pauses -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(pauses_double_up_to_a_limit_and_vary_by_half) {
  auto options = retry_options{.backoff = 20ms, .max_backoff = 50ms};
  auto uut = retry_plan{method::get, options};
  auto random = test::seeded_random{};
  for (auto longest : {20ms, 40ms, 50ms, 50ms}) {
    uut.after({.what = connection_refused});
    for (auto i = 0; i < 100; ++i) {
      auto pause = uut.pause(random);
      BOOST_TEST(pause.count() <= longest.count());
      BOOST_TEST(pause.count() >= longest.count() / 2);
    }
  }
}

BOOST_AUTO_TEST_CASE(there_is_no_pause_without_a_wish_for_one) {
  auto uut = retry_plan{method::get, plain};
  auto random = test::seeded_random{};
  uut.after({.what = connection_refused});
  BOOST_TEST(uut.pause(random).count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
