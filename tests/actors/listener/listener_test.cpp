#include "tests/support/stage.hpp"

#include "actors/listener/listener.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// Nothing is left below a number: the next descriptor is one too many.
class no_descriptors {
public:
  no_descriptors() {
    BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    auto next = ::fcntl(0, F_DUPFD_CLOEXEC, 0); // the lowest that is free
    ::close(next);
    auto low = before_;
    low.rlim_cur = static_cast<rlim_t>(next);
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  }
  ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  no_descriptors(const no_descriptors&) = delete;
  no_descriptors& operator=(const no_descriptors&) = delete;

private:
  rlimit before_{};
};

class listener_fixture : public test::stage_fixture {
protected:
  listener_fixture() { home.guests.everywhere = &everywhere; }

  ~listener_fixture() {
    caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
    settle();
    // Who was expected and did not come is not counted.
    BOOST_TEST(everywhere == home.guests.size());
    home.guests.stop();
    settle();
    home.guests.everywhere = nullptr;
  }

  void spawn_uut(std::size_t max_connections = 0) {
    uut = spawn_pinned<listener>(
      unit, listener_part{.socket = &house.socket,
                          .home = &home,
                          .max_connections = max_connections,
                          .admits = &admits,
                          .on_stopped = [this] { stopped = true; }});
    settle();
  }

  std::function<bool(const runtime::net::address&)> admits;

  /// A client, as far as the kernel is concerned.
  test::peer knock() {
    auto begun = runtime::net::begin_connect(house.address, {});
    BOOST_TEST_REQUIRE(begun.ok());
    return test::peer{std::move(begun->socket)};
  }

  static constexpr std::string_view request
    = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  bool is_answered(test::peer& who) {
    return hear(who).starts_with("HTTP/1.1 404 ");
  }

  test::origin_house house = build_house();
  listener_actor uut;
  bool stopped = false;
  std::atomic<std::size_t> everywhere = 0;
};

BOOST_FIXTURE_TEST_SUITE(listener_test, listener_fixture)

BOOST_AUTO_TEST_CASE(each_connection_gets_a_session) {
  spawn_uut();
  auto crowd = std::vector<test::peer>{};
  for (auto i = 0; i < 20; ++i)
    crowd.push_back(knock());
  settle();
  BOOST_TEST(home.guests.size() == 20u);
  for (auto& x : crowd) {
    x.write(request);
    BOOST_TEST(is_answered(x));
  }
  crowd.clear();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(who_came_before_the_listener_is_let_in) {
  auto early = knock();
  early.write(request);
  spawn_uut();
  BOOST_TEST(is_answered(early));
}

BOOST_AUTO_TEST_CASE(without_descriptors_it_pauses_and_goes_on_later) {
  spawn_uut();
  auto first = knock();
  settle();
  auto second = knock();
  second.write(request);
  {
    auto shortage = no_descriptors{};
    settle();
    pass(1s);
    BOOST_TEST(home.guests.size() == 1u);
    first.write(request);
    BOOST_TEST(is_answered(first)); // who is there does not suffer
  }
  BOOST_TEST(home.guests.size() == 1u);
  pass(60ms);
  BOOST_TEST(home.guests.size() == 2u);
  BOOST_TEST(is_answered(second));
}

BOOST_AUTO_TEST_CASE(beyond_the_cap_they_wait_until_somebody_leaves) {
  spawn_uut(2);
  auto a = knock(), b = knock(), c = knock();
  c.write(request);
  pass(1s);
  BOOST_TEST(home.guests.size() == 2u);
  BOOST_TEST(hear(c) == "");
  a.close();
  settle();
  BOOST_TEST(home.guests.size() == 1u);
  pass(60ms);
  BOOST_TEST(is_answered(c));
  BOOST_TEST(home.guests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_is_not_admitted_is_closed_and_not_counted) {
  auto asked = 0;
  admits = [&](const runtime::net::address&) { return ++asked != 1; };
  spawn_uut();
  auto first = knock();
  auto second = knock();
  settle();
  BOOST_TEST(state_of(first) != line::open);
  say(second, request);
  BOOST_TEST(is_answered(second));
  BOOST_TEST(asked == 2);
  BOOST_TEST(everywhere == 1u);
}

BOOST_AUTO_TEST_CASE(stopping_lets_in_who_has_arrived_and_nobody_else) {
  spawn_uut();
  auto early = std::vector<test::peer>{};
  for (auto i = 0; i < 10; ++i)
    early.push_back(knock());
  caf::anon_send(uut, stop_accepting{});
  settle();
  BOOST_TEST(stopped);
  BOOST_TEST(home.guests.size() == 10u);
  auto late = knock();
  settle();
  BOOST_TEST(home.guests.size() == 10u);
}

BOOST_AUTO_TEST_CASE(another_can_take_its_place) {
  spawn_uut();
  caf::anon_send_exit(uut, caf::exit_reason::kill);
  settle();
  auto client = knock();
  client.write(request);
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  spawn_uut();
  BOOST_TEST(is_answered(client));
  BOOST_TEST(!stopped);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
