#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// Never answers by itself: the test does.
struct questions {
  std::shared_ptr<const http_request> last;
  caf::typed_response_promise<served> promise;
};

class service_fixture : public test::scene_fixture {
protected:
  service_fixture() {
    home.here.routes = {};
    add_service("/function", answer_with([this](const http_request& x) {
                  seen = x;
                  if (x.path == "/function/throws")
                    throw std::runtime_error{"a bug of ours"};
                  return answer;
                }));
    add_service("/actor", [this](loop_unit&) -> http_service_actor {
      return sys.spawn(
        [](http_service_actor::pointer self, std::shared_ptr<questions> asked)
          -> http_service_actor::behavior_type {
          return {[self, asked](const serve& x) -> caf::result<served> {
            asked->last = x.request;
            asked->promise = self->make_response_promise<served>();
            return asked->promise;
          }};
        },
        asked);
    });
  }

  ~service_fixture() {
    asked->promise = {}; // which knows the actor
  }

  void the_actor_answers(http_response x) {
    asked->promise.deliver(
      served{std::make_shared<const http_response>(std::move(x))});
    settle();
  }

  static constexpr std::string_view date
    = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

  http_request seen;
  http_response answer{.status = 200, .fields = {{"X-A", "b"}}, .body = "fine"};
  std::shared_ptr<questions> asked = std::make_shared<questions>();
};

BOOST_FIXTURE_TEST_SUITE(service_exchange_test, service_fixture)

BOOST_AUTO_TEST_CASE(a_function_gets_a_whole_request_and_gives_a_whole_answer) {
  client_sends("POST /function/a%20b?c=d HTTP/1.1\r\nHost: a.test\r\n"
               "X-Thing: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
  client_sends("3\r\nabc\r\n");
  client_hears_nothing();
  client_sends("2\r\nde\r\n0\r\n\r\n");
  client_receives("HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 4\r\n"
                  + std::string{date} + "\r\nfine");
  BOOST_TEST((seen.method == codecs::http::method::post));
  BOOST_TEST(seen.method_text == "POST");
  BOOST_TEST(seen.authority == "a.test");
  BOOST_TEST(seen.path == "/function/a%20b");
  BOOST_TEST(seen.query == "c=d");
  BOOST_TEST(seen.field("x-thing") == "1");
  BOOST_TEST(seen.field("x-nothing") == "");
  BOOST_TEST(seen.body == "abcde");
  BOOST_TEST(seen.client == "192.0.2.7");
}

BOOST_AUTO_TEST_CASE(requests_in_one_write_are_answered_in_order) {
  client_sends("GET /function HTTP/1.1\r\nHost: a\r\n\r\n"
               "HEAD /function HTTP/1.1\r\nHost: a\r\n\r\n"
               "GET /function HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
               "\r\n");
  auto head
    = "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 4\r\n" + std::string{date};
  client_receives(head + "\r\nfine" + head + "\r\n" + head
                  + "Connection: close\r\n\r\nfine");
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(a_service_cannot_frame_its_answer_by_itself) {
  answer.fields = {{"Content-Length", "99"},
                   {"Transfer-Encoding", "chunked"},
                   {"Connection", "close"}};
  client_sends("GET /function HTTP/1.1\r\nHost: a\r\n\r\n");
  client_receives("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n" + std::string{date}
                  + "\r\nfine");
  client_hears_nothing();
}

BOOST_AUTO_TEST_CASE(some_answers_have_no_body) {
  answer = {.status = 204, .fields = {}, .body = "ignored"};
  client_sends("GET /function HTTP/1.1\r\nHost: a\r\n\r\n");
  client_receives("HTTP/1.1 204 No Content\r\n" + std::string{date} + "\r\n");
  client_hears_nothing();
}

BOOST_AUTO_TEST_CASE(what_a_function_throws_is_a_500_and_the_service_goes_on) {
  client_sends("GET /function/throws HTTP/1.1\r\nHost: a\r\n\r\n");
  client_receives_error(500, "service_failed");
  client_sends("GET /function HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(hear(client).ends_with("\r\n\r\nfine"));
}

BOOST_AUTO_TEST_CASE(who_asks_is_told_to_go_on) {
  client_sends("POST /function HTTP/1.1\r\nHost: a\r\n"
               "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  client_receives("HTTP/1.1 100 Continue\r\n\r\n");
  client_sends("hi");
  BOOST_TEST(hear(client).ends_with("\r\n\r\nfine"));
  BOOST_TEST(seen.body == "hi");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_is_refused_announced_or_not) {
  client_sends("POST /function HTTP/1.1\r\nHost: a\r\n"
               "Content-Length: 1048577\r\n\r\n");
  client_receives_error(413, "request_body_too_large");
  client_sees(line::ended);
  client = connect();
  client_sends("POST /function HTTP/1.1\r\nHost: a\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
  const auto chunk = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
  for (auto i = 0; i < 64; ++i)
    client_sends(chunk);
  client_hears_nothing(); // exactly as much as is allowed
  client_sends("1\r\nx\r\n");
  client_receives_error(413, "request_body_too_large");
}

BOOST_AUTO_TEST_CASE(any_actor_may_answer_and_later) {
  client_sends("GET /actor HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST_REQUIRE(bool{asked->last});
  pass(29s);
  client_hears_nothing();
  the_actor_answers({.status = 201, .fields = {}, .body = "later"});
  client_receives("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n"
                  "Date: Sun, 06 Nov 1994 08:50:06 GMT\r\n\r\nlater");
}

BOOST_AUTO_TEST_CASE(an_answer_that_does_not_come_is_a_504) {
  client_sends("GET /actor HTTP/1.1\r\nHost: a\r\n\r\n");
  pass(30s - 1ms);
  client_hears_nothing();
  pass(10ms);
  client_receives_error(504, "service_timeout");
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_too_late_is_not_the_next_ones) {
  client_sends("GET /actor HTTP/1.1\r\nHost: a\r\n\r\n");
  auto late = asked->promise;
  pass(30s + 10ms);
  client_receives_error(504, "service_timeout");
  client_sends("GET /actor HTTP/1.1\r\nHost: a\r\n\r\n");
  late.deliver(served{std::make_shared<const http_response>(
    http_response{.fields = {}, .body = "late"})});
  settle();
  client_hears_nothing();
  the_actor_answers({.fields = {}, .body = "in time"});
  BOOST_TEST(hear(client).ends_with("\r\n\r\nin time"));
}

BOOST_AUTO_TEST_CASE(an_answer_to_who_has_gone_is_nobodys) {
  client_sends("GET /actor HTTP/1.1\r\nHost: a\r\n\r\n");
  pass(200ms);
  client.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  the_actor_answers({.fields = {}, .body = "late"});
}

BOOST_AUTO_TEST_CASE(a_refusal_and_an_empty_answer_are_a_500) {
  client_sends("GET /actor HTTP/1.1\r\nHost: a\r\n\r\n");
  asked->promise.deliver(caf::make_error(caf::sec::runtime_error, "no"));
  client_receives_error(500, "service_failed");
  client_sends("GET /actor HTTP/1.1\r\nHost: a\r\n\r\n");
  asked->promise.deliver(served{});
  client_receives_error(500, "service_failed");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
