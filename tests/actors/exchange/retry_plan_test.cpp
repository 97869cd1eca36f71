#include "actors/exchange/retry_plan.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>

namespace troupe::actors {
namespace {

using codecs::http::method;
using enum proxy_errc;

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
                              connect_not_allowed};
constexpr auto elsewhere = {connection_refused, connect_timeout, queue_full,
                            queue_timeout, out_of_resources};
constexpr auto forgiven = {upstream_closed, upstream_reset};

BOOST_AUTO_TEST_SUITE(retry_plan_test)

BOOST_AUTO_TEST_CASE(most_failures_are_final) {
  for (auto what : never_again) {
    auto uut = retry_plan{method::get, 5};
    BOOST_TEST(!uut.again({.what = what, .reused = true, .replayable = true}),
               to_string(what));
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
        auto uut = retry_plan{how, 1};
        BOOST_TEST(uut.again({what, reused, sent, replayable}) == again);
      }
    }
}

BOOST_AUTO_TEST_CASE(a_dead_connection_is_forgiven_once) {
  auto uut = retry_plan{method::get, 5};
  auto dead = attempt_outcome{upstream_closed, true, true, true};
  BOOST_TEST(uut.again(dead));
  BOOST_TEST(!uut.again(dead));
  dead.what = upstream_reset;
  BOOST_TEST(!uut.again(dead));
}

BOOST_AUTO_TEST_CASE(each_backend_is_tried_at_most_once) {
  for (auto what : elsewhere) {
    BOOST_TEST_CONTEXT(to_string(what)) {
      auto uut = retry_plan{method::post, 3};
      auto unreachable = attempt_outcome{.what = what};
      BOOST_TEST(uut.again(unreachable));
      BOOST_TEST(uut.again(unreachable));
      BOOST_TEST(!uut.again(unreachable));
      BOOST_TEST(!uut.again(unreachable));
      auto only = retry_plan{method::get, 1};
      BOOST_TEST(!only.again(unreachable));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_has_been_sent_does_not_go_elsewhere) {
  for (auto what : elsewhere) {
    auto uut = retry_plan{method::get, 3};
    BOOST_TEST(!uut.again({.what = what, .sent = true, .replayable = true}),
               to_string(what));
  }
}

BOOST_AUTO_TEST_CASE(a_forgiven_connection_leaves_the_other_backends) {
  auto uut = retry_plan{method::get, 2};
  BOOST_TEST(uut.again({upstream_closed, true, true, true}));
  BOOST_TEST(uut.again({.what = connection_refused}));
  BOOST_TEST(!uut.again({.what = connection_refused}));
}

BOOST_AUTO_TEST_CASE(a_plan_of_nothing_tries_nothing) {
  auto uut = retry_plan{};
  BOOST_TEST(!uut.again({.what = connection_refused}));
  BOOST_TEST(!uut.again({upstream_closed, true, true, true}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
