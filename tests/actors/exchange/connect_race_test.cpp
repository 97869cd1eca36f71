// Backends that race to connect, as addresses of one name do.
#include "tests/support/stage.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

/// The first backend has one connection, which somebody else is using; the
/// others are asked after it.
struct fixture : test::scene_fixture {
  fixture() {
    set_backends(upstream, {});
    add_backend(upstream, house.address, {.max_connections = 1});
    client_sends(get);
    origin_receives(get);
    busy_client = std::move(client);
    busy_origin = std::move(origin);
    client = {};
    origin = {};
    for (auto& x : others)
      add_backend(upstream, {.name = to_string(x.address),
                             .address = to_string(x.address),
                             .tier = backend_tier::backup});
    options().timeouts.connect_race = 250ms;
  }

  std::uint32_t under_way(membership::position i) {
    return upstream.balancer().members()[i].load->in_flight();
  }
  std::size_t waiting() { return shelf().waiting; }

  std::array<test::origin_house, 2> others{build_house(), build_house()};
  test::peer busy_client;
  test::peer busy_origin;
};

BOOST_FIXTURE_TEST_SUITE(connect_race_test, fixture)

BOOST_AUTO_TEST_CASE(who_connects_late_has_a_rival) {
  client_sends(get);
  pass(240ms);
  BOOST_TEST(waiting() == 1u);
  BOOST_TEST(!accept(others[0]));
  pass(30ms);
  origin = accept(others[0]);
  origin_receives(get);
  BOOST_TEST(waiting() == 0u); // whoever has lost is forgotten
  BOOST_TEST(under_way(0) == 1u);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(!accept(others[1]));
}

BOOST_AUTO_TEST_CASE(without_a_wish_for_one_there_is_no_race) {
  options().timeouts.connect_race = 0ms;
  client_sends(get);
  pass(3s);
  BOOST_TEST(waiting() == 1u);
  BOOST_TEST(!accept(others[0]));
}

BOOST_AUTO_TEST_CASE(a_rival_that_fails_is_followed_by_the_next_at_once) {
  others[0].socket.reset();
  client_sends(get);
  pass(270ms);
  origin = accept(others[1]);
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(when_all_rivals_have_failed_the_first_is_waited_for) {
  for (auto& x : others)
    x.socket.reset();
  client_sends(get);
  pass(1s);
  client_hears_nothing();
  BOOST_TEST(waiting() == 1u);
  say(busy_origin, ok); // its connection is free
  origin = std::move(busy_origin);
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(the_first_may_still_win) {
  auto third = test::origin_house{build_house()};
  set_backends(upstream, {{.name = to_string(house.address),
                           .address = to_string(house.address)}});
  add_backend(upstream,
              {.name = to_string(third.address),
               .address = to_string(third.address),
               .tier = backend_tier::backup},
              {.max_connections = 1});
  upstream.backends()[1]->shelf().opened(); // it is busy, too
  client_sends(get);
  pass(270ms);
  BOOST_TEST(upstream.backends()[1]->shelf().waiting == 1u);
  say(busy_origin, ok);
  origin = std::move(busy_origin);
  origin_receives(get);
  BOOST_TEST(upstream.backends()[1]->shelf().waiting == 0u);
  BOOST_TEST(under_way(1) == 0u);
  origin_sends(ok);
  client_receives(ok);
  upstream.backends()[1]->shelf().closed();
}

BOOST_AUTO_TEST_CASE(who_leaves_leaves_the_race) {
  client_sends(get);
  pass(100ms);
  client.reset();
  pass(1s);
  BOOST_TEST(waiting() == 0u);
  BOOST_TEST(!accept(others[0]));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
