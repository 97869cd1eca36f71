#include "actors/testkit/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace troupe::testkit {
namespace {

using namespace std::chrono_literals;
using namespace troupe::actors;

struct visits {
  int count = 0;
};

BOOST_AUTO_TEST_SUITE(exchange_test)

BOOST_AUTO_TEST_CASE(a_request_gets_to_the_origin_past_its_stages_and_back) {
  auto stages = pipeline{};
  stages
    .request([](exchange_context& x) {
      x.request().fields.set("X-A", "1");
      ++x.state<visits>().count;
      ++x.connection_state<visits>().count;
    })
    .response([](exchange_context& x) { x.response().fields.set("X-B", "2"); });
  auto x = exchange{stages};
  x.upstream([](const http_request& r) {
    return http_response{.status = 201, .fields = {}, .body = "got " + r.body};
  });
  for (auto i : {1, 2}) {
    x.request("POST", "/up?q", {{"X-Key", "k"}}, "hello");
    x.run();
    BOOST_TEST(x.upstream_request().field("x-a") == "1");
    BOOST_TEST(x.upstream_request().field("X-Key") == "k");
    BOOST_TEST(x.upstream_request().path == "/up");
    BOOST_TEST(x.response().status == 201);
    BOOST_TEST(x.response().field("x-b") == "2");
    BOOST_TEST(x.response().body == "got hello");
    BOOST_TEST(x.response().complete);
    BOOST_TEST(x.state<visits>().count == 1);
    BOOST_TEST(x.connection_state<visits>().count == i);
  }
}

BOOST_AUTO_TEST_CASE(an_answer_of_a_stage_is_not_forwarded) {
  auto stages = pipeline{};
  stages.request([](exchange_context&) { return verdict::answer(403, "no"); });
  auto x = exchange{stages};
  x.request("GET", "/");
  x.run();
  BOOST_TEST(x.response().status == 403);
  BOOST_TEST(x.response().body == "no");
  BOOST_TEST(!x.forwarded());
  BOOST_CHECK_THROW(x.upstream_request(), std::logic_error);
}

BOOST_AUTO_TEST_CASE(time_goes_by_only_when_the_test_says_so) {
  auto stages = pipeline{};
  stages.request([](exchange_context&) { return verdict::delay(300ms); })
    .before_upstream([](exchange_context&) { return verdict::delay(300ms); });
  auto x = exchange{stages};
  x.request("GET", "/");
  x.run();
  x.pass(599ms);
  BOOST_TEST(!x.forwarded());
  x.pass(1ms);
  BOOST_TEST(x.response().status == 200);
}

BOOST_AUTO_TEST_CASE(stages_may_insist_on_another_attempt) {
  auto stages = pipeline{};
  stages.failed_to_connect(
    [](exchange_context&, const failure&) { return verdict::try_again(); });
  auto x = exchange{stages};
  x.refuse_connections(2);
  x.request("GET", "/");
  x.run();
  BOOST_TEST(x.response().status == 200);
  BOOST_TEST(x.context().account().attempts == 3u);
}

BOOST_AUTO_TEST_CASE(an_origin_that_fails_is_an_error_page) {
  auto x = exchange{pipeline{}};
  x.upstream([](const http_request&) {
    return failure{proxy_errc::upstream_timeout, "asleep"};
  });
  x.request("GET", "/");
  x.run();
  BOOST_TEST(x.response().status == 504);
  BOOST_TEST((x.error().what == proxy_errc::upstream_timeout));
}

BOOST_AUTO_TEST_CASE(bodies_come_in_pieces_both_ways) {
  auto stages = pipeline{};
  stages.request_body([](exchange_context&, body_chunk& c) {
    c.replace("[" + std::string{c.text()} + "]");
  });
  stages.response_body([](exchange_context&, body_chunk& c) {
    c.replace("<" + std::string{c.text()} + ">");
  });
  auto x = exchange{stages};
  x.upstream([](const http_request& r) {
    return http_response{.status = 200, .fields = {}, .body = r.body};
  });
  x.cut_bodies(4);
  x.request("POST", "/", {}, "abcdef");
  x.run();
  BOOST_TEST(x.upstream_request().body == "[abcd][ef][]");
  BOOST_TEST(x.response().body == "<[abc><d][e><f][]><>");
}

BOOST_AUTO_TEST_CASE(a_stage_actor_answers_wherever_it_lives) {
  auto body = stage_function<visits>{
    [](caf::stateful_actor<visits, stage_actor::base>* self) {
      return stage_actor::behavior_type{[self](const examine& q) {
        auto x = judgment{};
        x.edits.push_back({field_edit::kind::set, "X-Seen",
                           q.target + std::to_string(++self->state.count)});
        return x;
      }};
    }};
  for (auto& source : {on_each_loop(body), on_scheduler(body)}) {
    auto stages = pipeline{};
    stages.ask(phase::request, "counts", source);
    auto x = exchange{stages};
    for (auto expected : {"/1", "/2"}) {
      x.request("GET", "/");
      x.run();
      BOOST_TEST(x.upstream_request().field("X-Seen") == expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(who_is_silent_too_long_is_judged_by_the_policy) {
  auto stages = pipeline{};
  stages.ask(phase::request, "silent",
             on_scheduler(stage_function<visits>{
               [](caf::stateful_actor<visits, stage_actor::base>* self) {
                 return stage_actor::behavior_type{[self](const examine&) {
                   return self->make_response_promise<judgment>();
                 }};
               }}),
             {.timeout = 100ms, .on_failure = stage_policy::status(418)});
  auto x = exchange{stages};
  x.request("GET", "/");
  x.run();
  BOOST_TEST(x.response().status == 0);
  x.pass(100ms);
  BOOST_TEST(x.response().status == 418);
}

BOOST_AUTO_TEST_CASE(logging_stages_are_called_at_the_end_and_once) {
  auto logged = 0;
  auto stages = pipeline{};
  stages.logging([&](exchange_context&) { ++logged; });
  auto x = exchange{stages};
  x.request("GET", "/");
  x.run();
  BOOST_TEST(logged == 0);
  x.end();
  BOOST_TEST(logged == 1);
  BOOST_TEST(x.response().status == 200);
}

BOOST_AUTO_TEST_CASE(another_upstream_is_there_once_it_is_added) {
  auto stages = pipeline{};
  stages.choose_upstream([](exchange_context& x) { x.upstream("canary"); });
  auto x = exchange{stages};
  x.request("GET", "/");
  x.run();
  BOOST_TEST(x.response().status == 503);
  x.add_upstream("canary");
  x.run();
  BOOST_TEST(x.response().status == 200);
}

BOOST_AUTO_TEST_CASE(what_is_no_request_is_the_tests_mistake) {
  auto x = exchange{pipeline{}};
  x.request("GET", "/ a b");
  BOOST_CHECK_THROW(x.run(), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::testkit
