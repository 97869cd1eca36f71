// What an upstream as a whole allows: its circuit and its budget of retries.
#include "tests/support/stage.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <memory>
#include <string>

namespace troupe::actors {
namespace {

struct fixture : test::scene_fixture {
  void bound(const upstream_bounds& bounds) {
    auto view = std::make_shared<upstream_view>(*register_of(upstream).view());
    view->bounds = bounds;
    upstream.adopt(view, {});
  }
  void bound(const breaker_options& options) {
    circuit = std::make_shared<circuit_breaker>(options);
    bound({.circuit = circuit, .retries = nullptr});
  }

  std::shared_ptr<circuit_breaker> circuit;
};

BOOST_FIXTURE_TEST_SUITE(bounds_test, fixture)

BOOST_AUTO_TEST_CASE(a_request_beyond_the_bound_is_refused_at_once) {
  bound({.requests = 1});
  client_sends(get);
  origin_receives(get);
  auto other = connect();
  say(other, get);
  auto got = hear(other, 1);
  BOOST_TEST(got.starts_with("HTTP/1.1 503 "));
  BOOST_TEST(got.ends_with(": circuit_open\n"), got);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(circuit->in_use(breaker_bound::requests) == 0u);
  one_exchange();
}

BOOST_AUTO_TEST_CASE(a_request_that_fails_gives_its_place_back) {
  bound({.requests = 1});
  for (auto i = 0; i < 3; ++i) {
    client_sends(get);
    origin = accept(house);
    hear(origin, 1);
    origin.close();
    client_receives_error(502, "upstream_closed");
  }
  client_sends(get);
  client.reset(); // who leaves, too
  settle();
  BOOST_TEST(circuit->in_use(breaker_bound::requests) == 0u);
}

BOOST_AUTO_TEST_CASE(retries_beyond_the_bound_are_not_made) {
  auto others = std::array{build_house(), build_house()};
  for (auto& x : others)
    add_backend(upstream, x.address);
  options().retries.on_reset = true;
  bound({.requests = 0, .retries = 1});
  auto taken = circuit->try_enter(breaker_bound::retries);
  client_sends(get);
  origin = accept(house);
  hear(origin, 1);
  origin.close();
  client_receives_error(502, "upstream_closed");
  taken = {};
  client_sends(get);
  origin = accept(others[0]);
  hear(origin, 1);
  origin.close();
  origin = accept(others[1]);
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(circuit->in_use(breaker_bound::retries) == 0u);
}

BOOST_AUTO_TEST_CASE(retries_have_a_budget) {
  auto other = build_house();
  add_backend(upstream, other.address);
  options().retries.on_reset = true;
  auto budget = std::make_shared<retry_budget>(
    retry_budget_options{.percent = 0, .least = 1});
  bound(
    {.circuit = std::make_shared<circuit_breaker>(breaker_options{0, 0, 0, 0}),
     .retries = budget});
  auto taken = budget->try_enter(1);
  client_sends(get);
  origin = accept(house);
  hear(origin, 1);
  origin.close();
  client_receives_error(502, "upstream_closed");
  BOOST_TEST(budget->refused() == 1u);
  taken = {};
  client_sends(get);
  origin = accept(other);
  hear(origin, 1);
  origin.close();
  origin = accept(house);
  origin_receives(get);
  origin_sends(ok);
  client_receives(ok);
  BOOST_TEST(budget->in_use() == 0u);
}

// -- what is noted ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(outcomes_are_noted_where_somebody_counts_them) {
  auto tally = std::make_shared<outcome_tally>(2);
  auto view = std::make_shared<upstream_view>(*register_of(upstream).view());
  view->tallies = {tally};
  auto again = std::make_shared<membership>(
    std::vector<backend>{(*view->plan.members)[0]}, *view->plan.members);
  view->plan.members = again; // tallies come with another membership
  upstream.adopt(view, {});
  auto rows = 0;
  upstream.on_row = [&](backend_id) { ++rows; };
  one_exchange();
  BOOST_TEST((tally->take() == outcome_tally::counts{1, 0}));
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 502 Bad\r\nDate: now\r\nContent-Length: 0\r\n\r\n");
  hear(client, 1);
  BOOST_TEST((tally->take() == outcome_tally::counts{1, 1}));
  origin.close();
  origin = {};
  house.socket.reset();
  settle();
  client_sends(get);
  client_receives_error(502, "connection_refused");
  BOOST_TEST((tally->take() == outcome_tally::counts{1, 1}));
  BOOST_TEST(rows == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
