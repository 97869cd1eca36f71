#include "tests/support/stage.hpp"

#include "actors/pipeline/pipeline.hpp"
#include "actors/pipeline/stage_porter.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <stdexcept>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// Answers what its `mood` says, or keeps who asks waiting.
struct oracle {
  static inline const char* name = "oracle";

  int asked = 0;
};

/// A scene whose requests are examined by an actor.
struct fixture : test::scene_fixture {
  enum class mood { kind, silent, throwing, throwing_once };

  mood now = mood::kind;
  judgment says;
  examine heard;
  int born = 0;
  stage_actor living;
  pipeline stages;

  /// On the loop, or on the scheduler.
  stage_source_ptr source(bool shared) {
    auto body = stage_function<oracle>{
      [this](caf::stateful_actor<oracle, stage_actor::base>* self) {
        ++born;
        living = self;
        return stage_actor::behavior_type{
          [this, self](examine& x) -> caf::result<judgment> {
            ++self->state.asked;
            heard = std::move(x);
            if (now == mood::throwing
                || (now == mood::throwing_once && born == 1))
              throw std::runtime_error{"oops"};
            if (now == mood::silent)
              return self->make_response_promise<judgment>();
            return says;
          },
        };
      }};
    return shared ? on_scheduler<oracle>(body) : on_each_loop<oracle>(body);
  }

  void place(stage_actor_options options = {}, bool shared = false,
             phase at = phase::request) {
    stages.ask(at, "oracle", source(shared), std::move(options));
    add_stages(stages);
  }

  ~fixture() {
    home.here.targets.back().stages = nullptr;
    living = nullptr;
    settle();
  }
};

BOOST_FIXTURE_TEST_SUITE(stage_porter_test, fixture)

BOOST_AUTO_TEST_CASE(an_actor_on_the_loop_is_asked_and_obeyed) {
  place();
  client_sends("POST /x?y HTTP/1.1\r\nHost: a\r\nX-K: v\r\n"
               "Content-Length: 2\r\n\r\nhi");
  BOOST_TEST((heard.at == phase::request));
  BOOST_TEST(heard.client == "192.0.2.7");
  BOOST_TEST(heard.method == "POST");
  BOOST_TEST(heard.target == "/x?y");
  BOOST_TEST(heard.authority == "a");
  BOOST_TEST(heard.fields.find("x-k") == "v");
  BOOST_TEST(heard.fields.find("X-L") == "");
  origin_receives("POST /x?y HTTP/1.1\r\nHost: a\r\nX-K: v\r\n"
                  "Content-Length: 2\r\n\r\nhi");
  origin_sends(ok);
  client_receives(ok);
  one_exchange();
  BOOST_TEST(born == 1);
}

BOOST_AUTO_TEST_CASE(an_actor_elsewhere_is_asked_and_obeyed) {
  place({}, true);
  says.edits = {{.what = field_edit::kind::set, .name = "X-A", .value = "1"},
                {.what = field_edit::kind::remove, .name = "X-B"}};
  client_sends("GET / HTTP/1.1\r\nHost: a\r\nX-B: 1\r\n\r\n");
  origin_receives("GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n\r\n");
  origin_sends(ok);
  client_receives(ok);
  says = {.what = judgment::kind::answer,
          .response = {.status = 403, .fields = {}, .body = "no\n"}};
  client_sends(get);
  BOOST_TEST(hear(client, 1).starts_with("HTTP/1.1 403 Forbidden\r\n"));
}

BOOST_AUTO_TEST_CASE(an_actor_sees_and_changes_bodies) {
  place({}, false, phase::response_body);
  says = {.new_body = true, .body = "x"};
  client_sends(get);
  origin_receives(get);
  origin_sends(ok);
  client_receives("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked"
                  "\r\n\r\n1\r\nx\r\n1\r\nx\r\n0\r\n\r\n");
  BOOST_TEST(heard.status == 200);
  BOOST_TEST(heard.response_fields.find("Date") == "now");
  BOOST_TEST(heard.last);
}

BOOST_AUTO_TEST_CASE(who_does_not_answer_is_not_waited_for) {
  auto quiet = test::silence{};
  now = mood::silent;
  place({.timeout = 200ms});
  client_sends(get);
  pass(199ms);
  client_hears_nothing();
  pass(9ms);
  client_receives_error(504, "stage_timeout");
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(a_failure_is_dealt_with_as_the_policy_says) {
  auto quiet = test::silence{};
  now = mood::silent;
  place({.timeout = 200ms, .on_failure = stage_policy::open()});
  client_sends(get);
  nobody_connects();
  pass(208ms);
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
  stages = {};
  place({.timeout = 200ms, .on_failure = stage_policy::status(429)});
  client_sends(get);
  pass(208ms);
  client_receives_error(429, "stage_timeout");
}

BOOST_AUTO_TEST_CASE(an_actor_that_falls_is_replaced_within_its_budget) {
  auto quiet = test::silence{};
  place({.restarts = {.restarts = 2, .within = 60s}});
  now = mood::throwing;
  for (auto i = 0; i < 3; ++i) {
    client_sends(get);
    client_receives_error(500, "stage_failed");
  }
  BOOST_TEST(born == 3);
  now = mood::kind;
  client_sends(get); // nobody is there to be asked
  client_receives_error(500, "stage_failed");
  BOOST_TEST(born == 3);
  pass(61s); // it was not its day
  client = connect();
  client_sends(get);
  origin_receives(get);
  BOOST_TEST(born == 4);
}

BOOST_AUTO_TEST_CASE(an_actor_that_is_killed_lets_nobody_hang) {
  auto quiet = test::silence{};
  now = mood::silent;
  place({.timeout = 1h});
  client_sends(get);
  client_hears_nothing();
  caf::anon_send_exit(living, caf::exit_reason::kill);
  settle();
  client_receives_error(500, "stage_failed");
}

BOOST_AUTO_TEST_CASE(what_it_had_not_begun_with_its_successor_hears) {
  for (auto shared : {false, true}) {
    auto quiet = test::silence{};
    born = 0;
    now = mood::throwing_once;
    stages = {};
    place({}, shared);
    auto first = connect();
    auto second = connect();
    first.write(get);
    second.write(get);
    origin_receives(get);
    origin_sends(ok);
    auto got = hear(first, 1) + hear(second, 1);
    BOOST_TEST(got.find("HTTP/1.1 500 ") != std::string::npos, got);
    BOOST_TEST(got.find("HTTP/1.1 200 ") != std::string::npos, got);
    BOOST_TEST(born == 2);
    auto& counters = home.here.targets.back().stages->porter(0).counters();
    BOOST_TEST(counters.failed == 1u);
    BOOST_TEST(counters.answered == 1u);
    BOOST_TEST(counters.restarts == 1u);
    origin.close();
  }
}

BOOST_AUTO_TEST_CASE(what_is_unanswered_is_bounded_even_if_nobody_waits) {
  auto quiet = test::silence{};
  now = mood::silent;
  place({.timeout = 1s, .credit = 3});
  for (auto i = 0; i < 3; ++i) {
    auto guest = connect();
    say(guest, get);
    pass(500ms); // watched from now on
    guest.close();
    settle();
  }
  BOOST_TEST(home.guests.size() == 0u);
  client_sends(get);
  client_receives_error(503, "stage_overloaded");
  auto& porter = home.here.targets.back().stages->porter(0);
  BOOST_TEST(porter.counters().asked == 3u);
  BOOST_TEST(porter.counters().refused == 1u);
}

BOOST_AUTO_TEST_CASE(a_thousand_that_wait_end_by_their_deadline) {
  auto quiet = test::silence{};
  now = mood::silent;
  place({.timeout = 1s, .credit = 2000});
  auto guests = std::vector<test::peer>{};
  for (auto i = 0; i < 1000; ++i) {
    guests.push_back(connect());
    say(guests.back(), get);
  }
  stages = {};
  home.here.targets.back().stages = nullptr;
  one_exchange(); // of others
  pass(1010ms);
  auto failed = 0;
  for (auto& x : guests)
    failed += hear(x, 1).starts_with("HTTP/1.1 504 ");
  BOOST_TEST(failed == 1000);
}

BOOST_AUTO_TEST_CASE(with_its_pipeline_an_actor_goes) {
  place({}, true);
  one_exchange();
  BOOST_TEST(born == 1);
  auto gone = false;
  caf::actor_cast<caf::actor>(living)->attach_functor([&] { gone = true; });
  home.here.targets.back().stages = nullptr;
  settle();
  BOOST_TEST(gone);
  one_exchange();
}

BOOST_AUTO_TEST_CASE(only_phases_that_may_wait_take_an_actor) {
  BOOST_CHECK_THROW(stages.ask(phase::logging, "x", source(false)),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
