#include "tests/support/caller.hpp"

#include "actors/http_service/service.hpp"
#include "actors/supervisor/proxy.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/connect.hpp"
#include "runtime/net/listening_socket.hpp"

#include <boost/test/unit_test.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using runtime::net::address;

// The proxy has threads of its own, and a test waits for them.
using test::caller;
constexpr auto patience = caller::patience;

/// Whether nobody listens there.
bool is_refused(const address& at) {
  auto begun = runtime::net::begin_connect(at, {});
  if (!begun)
    return begun.error() == std::errc::connection_refused;
  auto x = pollfd{.fd = begun->socket.get(), .events = POLLOUT, .revents = 0};
  BOOST_TEST_REQUIRE(::poll(&x, 1, 20'000) > 0);
  return runtime::net::connect_result(begun->socket)
         == std::errc::connection_refused;
}

constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

proxy_options serving(std::string body, unsigned loops = 2) {
  auto x = proxy_options{};
  x.loops = loops;
  x.listeners.push_back(
    {.listen = {.address = *address::parse("127.0.0.1:0")}});
  x.services["hello"] = answer_with(
    [body](const http_request&) { return http_response{.body = body}; });
  x.routes.push_back({.match = {.path = "/"}, .service = "hello"});
  x.drain = patience;
  return x;
}

struct proxy_fixture {
  proxy_fixture() {
    static const struct silence {
      silence() { runtime::log::open({.level = runtime::log::level::off}); }
      ~silence() { runtime::log::close(); }
    } quiet;
  }
};

BOOST_FIXTURE_TEST_SUITE(proxy_test, proxy_fixture)

BOOST_AUTO_TEST_CASE(listens_when_it_is_made_and_serves) {
  auto uut = proxy{serving("hello")};
  BOOST_TEST_REQUIRE(uut.addresses().size() == 1u);
  BOOST_TEST(uut.addresses()[0].port() != 0u);
  for (auto i = 0; i < 8; ++i) { // whichever loop it comes to
    auto client = caller{uut.addresses()[0]};
    client.say(get);
    BOOST_TEST(client.hear("hello").starts_with("HTTP/1.1 200 OK\r\n"));
    client.say(get);
    BOOST_TEST(client.hear("hello").starts_with("HTTP/1.1 200 OK\r\n"));
  }
}

BOOST_AUTO_TEST_CASE(passes_on_what_another_proxy_answers) {
  auto origin = proxy{serving("from behind", 1)};
  auto options = serving("", 2);
  options.upstreams["origin"].backends.push_back(
    {.name = {}, .address = origin.addresses()[0]});
  options.routes = {{.match = {.path = "/"}, .upstream = "origin"}};
  auto uut = proxy{options};
  for (auto i = 0; i < 4; ++i) {
    auto client = caller{uut.addresses()[0]};
    client.say(get);
    BOOST_TEST(client.hear("from behind").ends_with("from behind"));
  }
}

BOOST_AUTO_TEST_CASE(a_drain_without_clients_ends_it) {
  auto told = std::atomic<int>{0};
  {
    auto uut = proxy{serving("hello"), [&] { ++told; }};
    BOOST_TEST(!uut.wait_for(0ms));
    BOOST_TEST(told == 0);
    uut.drain();
    BOOST_TEST_REQUIRE(uut.wait_for(patience));
    BOOST_TEST(uut.wait());
    // Nobody listens there any more.
    auto next = runtime::net::listen_on(
      {.address = uut.addresses()[0], .reuse_port = false});
    BOOST_TEST(next.ok());
  }
  BOOST_TEST(told == 1);
}

BOOST_AUTO_TEST_CASE(tells_of_its_end_before_anybody_has_waited_for_it) {
  auto told = std::atomic<bool>{false};
  auto too_late = false;
  auto uut = std::unique_ptr<proxy>{};
  uut = std::make_unique<proxy>(serving("hello"), [&] {
    too_late = uut->wait_for(0ms);
    told = true;
  });
  uut->stop();
  BOOST_TEST(uut->wait());
  BOOST_TEST(told);
  BOOST_TEST(!too_late);
}

BOOST_AUTO_TEST_CASE(a_drain_waits_for_who_is_in_the_middle) {
  auto uut = proxy{serving("hello", 1)};
  auto client = caller{uut.addresses()[0]};
  client.say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
             "Content-Length: 2\r\n\r\n");
  client.hear("\r\n\r\n");
  auto idle = caller{uut.addresses()[0]};
  idle.say(get);
  idle.hear("hello");
  uut.drain();
  BOOST_TEST(idle.hear({}) == "."); // so the drain has begun
  BOOST_TEST(!uut.wait_for(0ms));
  BOOST_TEST(is_refused(uut.addresses()[0]));
  client.say("hi");
  auto got = client.hear({});
  BOOST_TEST(got.find("\r\nConnection: close\r\n") != got.npos);
  BOOST_TEST(got.ends_with("hello."));
  BOOST_TEST_REQUIRE(uut.wait_for(patience));
  BOOST_TEST(uut.wait());
}

BOOST_AUTO_TEST_CASE(a_drain_does_not_wait_beyond_its_deadline) {
  auto options = serving("hello", 1);
  options.drain = 50ms;
  auto uut = proxy{options};
  auto client = caller{uut.addresses()[0]};
  client.say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
             "Content-Length: 2\r\n\r\n");
  client.hear("\r\n\r\n");
  uut.drain();
  BOOST_TEST_REQUIRE(uut.wait_for(patience));
  BOOST_TEST(client.hear({}) == ".");
}

BOOST_AUTO_TEST_CASE(stopping_ends_everything_at_once) {
  auto uut = proxy{serving("hello")};
  auto client = caller{uut.addresses()[0]};
  client.say(get);
  client.hear("hello"); // so a session has it
  client.say("GET / HT");
  uut.stop();
  BOOST_TEST_REQUIRE(uut.wait_for(patience));
  BOOST_TEST(uut.wait());
  BOOST_TEST(client.hear({}) == ".");
  BOOST_TEST(is_refused(uut.addresses()[0]));
}

BOOST_AUTO_TEST_CASE(going_away_with_clients_is_orderly) {
  auto client = [] {
    auto uut = proxy{serving("hello")};
    auto x = caller{uut.addresses()[0]};
    x.say(get);
    x.hear("hello");
    return x;
  }();
  BOOST_TEST(client.hear({}) == ".");
}

BOOST_AUTO_TEST_CASE(tells_why_it_cannot_start) {
  auto first = proxy{serving("hello", 1)};
  auto options = serving("hello", 1);
  options.listeners[0].listen.address = first.addresses()[0];
  options.listeners[0].listen.reuse_port = false;
  auto why = std::string{};
  try {
    auto second = proxy{options};
  } catch (const start_failed& e) {
    why = e.what();
  }
  BOOST_TEST(why.find(to_string(first.addresses()[0])) != why.npos);
  auto empty = proxy_options{};
  BOOST_CHECK_EXCEPTION(proxy{empty}, start_failed, [](auto& e) {
    return std::string_view{e.what()} == "there is no listener";
  });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
