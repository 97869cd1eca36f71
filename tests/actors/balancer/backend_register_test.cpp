#include "actors/balancer/backend_register.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using entries = std::vector<backend_register::entry>;

constexpr auto start = runtime::time::steady_point{1h};

entries named(std::initializer_list<const char*> names) {
  auto result = entries{};
  for (auto x : names)
    result.push_back({.name = x, .address = x});
  return result;
}

const membership::member& member(const upstream_view_ptr& x,
                                 std::string_view name) {
  for (auto& y : x->plan.members->members())
    if (y.name == name)
      return y;
  throw std::out_of_range{std::string{name}};
}

const backend_condition& condition(const upstream_view_ptr& x,
                                   std::string_view name) {
  return x->conditions.at(*x->plan.members->find(member(x, name).id));
}

std::string names(const upstream_view_ptr& x) {
  auto result = std::string{};
  for (auto& y : x->plan.members->members())
    result += (result.empty() ? "" : " ") + y.name;
  return result;
}

struct fixture {
  backend_register uut{balance_options{}};
};

BOOST_FIXTURE_TEST_SUITE(backend_register_test, fixture)

BOOST_AUTO_TEST_CASE(before_anybody_has_told_nobody_is_there) {
  BOOST_TEST(names(uut.view()) == "");
}

BOOST_AUTO_TEST_CASE(it_knows_what_its_sources_tell_in_their_order) {
  BOOST_TEST(uut.tell(1, named({"c"}), start));
  BOOST_TEST(uut.tell(0, named({"a", "b"}), start));
  BOOST_TEST(names(uut.view()) == "a b c");
  BOOST_TEST(uut.tell(0, named({"b"}), start));
  BOOST_TEST(names(uut.view()) == "b c");
  BOOST_TEST(!uut.tell(0, named({"b"}), start));
}

BOOST_AUTO_TEST_CASE(who_is_told_of_twice_is_there_once) {
  auto twice = named({"a", "b", "a"});
  twice[2].weight = 9;
  uut.tell(0, twice, start);
  uut.tell(1, named({"b"}), start);
  auto view = uut.view();
  BOOST_TEST(names(view) == "a b");
  BOOST_TEST(member(view, "a").weight == 1u);
  // and stays when one of those who know it forgets it
  uut.tell(0, named({"a"}), start);
  BOOST_TEST(names(uut.view()) == "a b");
}

BOOST_AUTO_TEST_CASE(a_name_may_be_at_many_addresses) {
  uut.tell(0, {{.name = "a", .address = "1"}, {.name = "a", .address = "2"}},
           start);
  BOOST_TEST(names(uut.view()) == "a a");
}

BOOST_AUTO_TEST_CASE(who_stays_keeps_its_id_its_load_and_its_condition) {
  uut.tell(0, named({"a", "b"}), start);
  auto before = uut.view();
  auto busy = member(before, "b").load->enter();
  uut.set_healthy(member(before, "b").id, false, start);
  uut.set_mode("b", backend_mode::draining, start);
  uut.tell(0, named({"c", "b"}), start + 1s);
  auto after = uut.view();
  BOOST_TEST((member(after, "b").id == member(before, "b").id));
  BOOST_TEST(member(after, "b").load->in_flight() == 1u);
  BOOST_TEST(!condition(after, "b").healthy);
  BOOST_TEST((condition(after, "b").mode == backend_mode::draining));
  BOOST_TEST((member(after, "c").id != member(before, "a").id));
}

BOOST_AUTO_TEST_CASE(who_comes_back_is_somebody_else) {
  uut.tell(0, named({"a"}), start);
  auto first = member(uut.view(), "a").id;
  uut.tell(0, {}, start);
  uut.view();
  uut.tell(0, named({"a"}), start);
  BOOST_TEST((member(uut.view(), "a").id != first));
}

BOOST_AUTO_TEST_CASE(who_comes_later_starts_slowly) {
  uut.tell(0, named({"a"}), start);
  uut.view();
  uut.tell(0, named({"a", "b"}), start + 5s);
  auto view = uut.view();
  BOOST_TEST(!condition(view, "a").since.has_value());
  BOOST_TEST((condition(view, "b").since == start + 5s));
}

BOOST_AUTO_TEST_CASE(who_comes_back_to_health_starts_slowly) {
  uut.tell(0, named({"a"}), start);
  auto id = member(uut.view(), "a").id;
  BOOST_TEST(uut.set_healthy(id, false, start + 1s));
  BOOST_TEST(!uut.set_healthy(id, false, start + 2s));
  BOOST_TEST(!condition(uut.view(), "a").since.has_value());
  BOOST_TEST(uut.set_healthy(id, true, start + 3s));
  BOOST_TEST((condition(uut.view(), "a").since == start + 3s));
  BOOST_TEST(uut.set_ejected(id, true, start + 4s));
  BOOST_TEST(condition(uut.view(), "a").ejected);
  BOOST_TEST(uut.set_ejected(id, false, start + 5s));
  BOOST_TEST((condition(uut.view(), "a").since == start + 5s));
  BOOST_TEST(uut.set_mode("a", backend_mode::disabled, start + 6s));
  BOOST_TEST(!uut.set_mode("a", backend_mode::disabled, start + 7s));
  BOOST_TEST(uut.set_mode("a", backend_mode::enabled, start + 8s));
  BOOST_TEST((condition(uut.view(), "a").since == start + 8s));
}

BOOST_AUTO_TEST_CASE(nobody_by_that_name_changes_nothing) {
  uut.tell(0, named({"a"}), start);
  BOOST_TEST(!uut.set_mode("b", backend_mode::disabled, start));
  BOOST_TEST(!uut.set_weight("b", 3));
  BOOST_TEST(!uut.set_healthy(backend_id{99}, false, start));
  BOOST_TEST(!uut.set_ejected(backend_id{99}, true, start));
}

BOOST_AUTO_TEST_CASE(the_operators_weight_goes_before_that_of_the_source) {
  uut.tell(0, named({"a", "b"}), start);
  BOOST_TEST(uut.set_weight("a", 5));
  BOOST_TEST(!uut.set_weight("a", 5));
  BOOST_TEST(member(uut.view(), "a").weight == 5u);
  auto told = named({"a", "b"});
  told[0].weight = told[1].weight = 2;
  uut.tell(0, told, start);
  BOOST_TEST(member(uut.view(), "a").weight == 5u);
  BOOST_TEST(member(uut.view(), "b").weight == 2u);
}

BOOST_AUTO_TEST_CASE(a_change_of_conditions_leaves_the_plan_alone) {
  uut.tell(0, named({"a", "b"}), start);
  auto before = uut.view();
  uut.set_healthy(member(before, "a").id, false, start);
  auto after = uut.view();
  BOOST_TEST((after->plan.members == before->plan.members));
  BOOST_TEST(condition(before, "a").healthy);
  BOOST_TEST(!condition(after, "a").healthy);
}

BOOST_AUTO_TEST_CASE(sticky_sessions_outlive_a_restart_by_their_secret) {
  auto options = balance_options{};
  BOOST_TEST(!uut.view()->tokens);
  auto token = [](const balance_options& x) {
    auto of = backend_register{x};
    of.tell(0, named({"a"}), start);
    auto view = of.view();
    BOOST_TEST_REQUIRE(bool{view->tokens});
    auto text = view->tokens->of(0);
    return std::string{text.begin(), text.end()};
  };
  options.sticky = sticky_options{};
  BOOST_TEST(token(options) != token(options));
  options.sticky->secret = "hush";
  auto hush = token(options);
  BOOST_TEST(token(options) == hush);
  options.sticky->secret = "husk";
  BOOST_TEST(token(options) != hush);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
