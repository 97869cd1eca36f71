#include "tests/support/stage.hpp"

#include "actors/upstream/upstream_ledger.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

constexpr auto start = runtime::time::steady_point{1h};

struct fixture {
  fixture() {
    static const auto quiet = test::silence{};
    for (auto x : {"10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80"})
      options.backends.push_back(
        {.name = {}, .address = *runtime::net::address::parse(x)});
  }

  upstream_ledger& uut() {
    if (!made)
      made.emplace("app", options, start);
    return *made;
  }

  backend_id id(std::size_t i) {
    return (*uut().view()->plan.members)[membership::position(i)].id;
  }
  backend_condition condition(std::size_t i) {
    return uut().view()->conditions.at(i);
  }
  bool note_health(std::size_t i, bool healthy) {
    return uut().note_health({id(i), healthy, "status 503"}, start + 1s);
  }
  /// As loops note them.
  bool fail(std::size_t i, unsigned times) {
    auto view = uut().view();
    auto row = false;
    for (auto n = 0u; n < times; ++n)
      row = view->tallies.at(i)->note(outcome::gateway_failure);
    return row;
  }

  upstream_options options;
  std::optional<upstream_ledger> made;
};

BOOST_FIXTURE_TEST_SUITE(upstream_ledger_test, fixture)

BOOST_AUTO_TEST_CASE(what_is_not_asked_for_does_not_happen) {
  auto view = uut().view();
  BOOST_TEST(view->plan.members->size() == 3u);
  BOOST_TEST(view->tallies.empty());
  BOOST_TEST(!view->bounds.circuit);
  BOOST_TEST(!view->bounds.retries);
  BOOST_TEST(!uut().next_due().has_value());
  BOOST_TEST(!uut().note_row(id(0), start));
  BOOST_TEST(!uut().expire(start + 1h));
}

BOOST_AUTO_TEST_CASE(bounds_are_the_same_in_each_view) {
  options.circuit = breaker_options{.requests = 2};
  options.retry_budget = retry_budget_options{};
  auto first = uut().view();
  uut().set_mode("10.0.0.1:80", backend_mode::disabled, start);
  auto second = uut().view();
  BOOST_TEST(bool{first->bounds.circuit});
  BOOST_TEST((first->bounds.circuit == second->bounds.circuit));
  BOOST_TEST((first->bounds.retries == second->bounds.retries));
}

BOOST_AUTO_TEST_CASE(a_budget_alone_counts_requests_and_bounds_nothing_else) {
  options.retry_budget = retry_budget_options{};
  auto circuit = uut().view()->bounds.circuit;
  BOOST_TEST_REQUIRE(bool{circuit});
  auto places = std::vector<shared_place>{};
  for (auto i = 0; i < 5000; ++i) {
    places.push_back(circuit->try_enter(breaker_bound::retries));
    BOOST_TEST_REQUIRE(bool{places.back()});
  }
}

BOOST_AUTO_TEST_CASE(checks_decide_who_is_healthy) {
  options.health = check_options{};
  BOOST_TEST(note_health(1, false));
  BOOST_TEST(!condition(1).healthy);
  BOOST_TEST(!note_health(1, false));
  BOOST_TEST(note_health(1, true));
  BOOST_TEST(condition(1).healthy);
  BOOST_TEST(uut().counters().fell == 1u);
  BOOST_TEST(uut().counters().rose == 1u);
  BOOST_TEST(!uut().note_health({backend_id{99}, false, {}}, start));
}

BOOST_AUTO_TEST_CASE(who_has_not_been_checked_may_have_to_wait) {
  options.health = check_options{.thresholds = {.healthy_at_first = false}};
  BOOST_TEST(!condition(0).healthy);
  note_health(0, true);
  auto all = entries_of(options.backends);
  all.push_back({.name = "10.0.0.4:80", .address = "10.0.0.4:80"});
  BOOST_TEST(uut().tell(0, all, start + 2s));
  BOOST_TEST(condition(0).healthy); // what is known stays
  BOOST_TEST(!condition(3).healthy);
}

BOOST_AUTO_TEST_CASE(another_checker_begins_with_nothing) {
  options.health = check_options{};
  note_health(1, false);
  BOOST_TEST(uut().forget_health(start + 2s));
  BOOST_TEST(condition(1).healthy);
  BOOST_TEST(!uut().forget_health(start + 3s));
}

BOOST_AUTO_TEST_CASE(a_row_of_failures_leaves_a_backend_out_for_a_while) {
  options.outliers
    = outlier_options{.consecutive_failures = 3, .base_ejection = 10s};
  BOOST_TEST(!fail(1, 2));
  BOOST_TEST(fail(1, 1));
  BOOST_TEST(uut().note_row(id(1), start + 1s));
  BOOST_TEST(condition(1).ejected);
  BOOST_TEST(uut().counters().ejected == 1u);
  BOOST_TEST_REQUIRE(uut().next_due().has_value());
  BOOST_TEST(!uut().expire(start + 10s));
  BOOST_TEST(uut().expire(start + 11s));
  BOOST_TEST(!condition(1).ejected);
  BOOST_TEST((condition(1).since == start + 11s)); // slowly
  BOOST_TEST(uut().counters().returned == 1u);
}

BOOST_AUTO_TEST_CASE(who_is_down_is_none_of_those_that_are_left) {
  options.health = check_options{};
  options.outliers
    = outlier_options{.consecutive_failures = 1, .max_ejected = 100};
  note_health(0, false);
  uut().set_mode("10.0.0.2:80", backend_mode::draining, start);
  fail(2, 1);
  BOOST_TEST(!uut().note_row(id(2), start)); // it is the last
  note_health(0, true);
  fail(2, 1);
  BOOST_TEST(uut().note_row(id(2), start));
}

BOOST_AUTO_TEST_CASE(tallies_stay_with_their_backends) {
  options.outliers = outlier_options{.consecutive_failures = 3};
  fail(2, 2);
  auto all = entries_of(options.backends);
  all.erase(all.begin());
  uut().tell(0, all, start);
  BOOST_TEST(fail(1, 1)); // it is the second now
}

BOOST_AUTO_TEST_CASE(panic_is_counted) {
  options.health = check_options{};
  options.balance.eligibility.panic_threshold = 50;
  note_health(0, false);
  uut().view();
  BOOST_TEST(uut().counters().panics == 0u);
  note_health(1, false);
  uut().view();
  BOOST_TEST(uut().counters().panics == 1u);
}

BOOST_AUTO_TEST_CASE(its_status_tells_all) {
  options.backends[1].weight = 7;
  options.backends[2].tier = backend_tier::backup;
  auto view = uut().view();
  auto busy = (*view->plan.members)[1].load->enter();
  auto all = uut().status();
  BOOST_TEST_REQUIRE(all.size() == 3u);
  BOOST_TEST(all[0].name == "10.0.0.1:80");
  BOOST_TEST(all[1].weight == 7u);
  BOOST_TEST(all[1].in_flight == 1u);
  BOOST_TEST((all[2].tier == backend_tier::backup));
  BOOST_TEST(uut().targets().size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
