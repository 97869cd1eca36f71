#include "actors/supervisor/options.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

namespace troupe::actors {
namespace {

proxy_options sound() {
  auto x = proxy_options{};
  x.listeners.emplace_back();
  x.upstreams["origin"].backends.emplace_back();
  x.services["health"] = {};
  x.routes.push_back({.match = {.path = "/"}, .upstream = "origin"});
  x.routes.push_back(
    {.match = {.host = "a.test", .path = "/up"}, .service = "health"});
  return x;
}

BOOST_AUTO_TEST_SUITE(options_test)

BOOST_AUTO_TEST_CASE(nothing_is_wrong_with_sound_options) {
  BOOST_TEST(problems_with(sound()).empty());
}

BOOST_AUTO_TEST_CASE(each_problem_has_its_sentence) {
  struct row {
    std::function<void(proxy_options&)> spoil;
    std::string_view want;
  };
  const row rows[] = {
    {[](auto& x) { x.listeners.clear(); }, "there is no listener"},
    {[](auto& x) { x.access_logs.emplace_back(); },
     "an access log has no path"},
    {[](auto& x) { x.upstreams["origin"].backends.clear(); },
     "upstream 'origin': there are no backends"},
    {[](auto& x) { x.upstreams["origin"].exchange.host = host_policy::fixed; },
     "upstream 'origin': there is no name for Host"},
    {[](auto& x) { x.routes[1].match.path = "up"; },
     "route 'a.testup' has a path that does not begin with '/'"},
    {[](auto& x) { x.routes[1].match.path = ""; },
     "route 'a.test' has a path that does not begin with '/'"},
    {[](auto& x) { x.routes[1].service.clear(); },
     "route 'a.test/up' needs an upstream, a service, files or stages"},
    {[](auto& x) { x.routes[1].upstream = "origin"; },
     "route 'a.test/up' has more than one of upstream, service, files, "
     "connect"},
    {[](auto& x) { x.routes[0].upstream = "orign"; },
     "route '/' names no upstream: 'orign'"},
    {[](auto& x) { x.routes[1].service = "helth"; },
     "route 'a.test/up' names no service: 'helth'"},
    {[](auto& x) { x.routes[0].match.pattern = "("; },
     "route '/' has a pattern that is none: '(' is not a regular expression: "
     "missing ): ("},
    {[](auto& x) { x.routes[0].stages.names_upstream("canary"); },
     "route '/' has a stage that names no upstream: 'canary'"},
    {[](auto& x) {
       x.routes[1].service.clear();
       x.routes[1].files.emplace();
     },
     "route 'a.test/up' has files without a root"},
    {[](auto& x) { x.routes.push_back(x.routes[0]); },
     "route '/' is there twice"},
  };
  for (auto& [spoil, want] : rows) {
    BOOST_TEST_CONTEXT(want) {
      auto x = sound();
      spoil(x);
      auto found = problems_with(x);
      BOOST_TEST_REQUIRE(found.size() == 1u);
      BOOST_TEST(found.front() == want);
    }
  }
}

BOOST_AUTO_TEST_CASE(all_problems_are_found_at_once) {
  auto x = sound();
  x.listeners.clear();
  x.upstreams["empty"] = {};
  x.routes.push_back(
    {.match = {.path = "no"}, .upstream = "a", .service = "b"});
  BOOST_TEST(problems_with(x).size() == 6u);
}

BOOST_AUTO_TEST_CASE(a_fixed_host_that_has_a_name_will_do) {
  auto x = sound();
  x.upstreams["origin"].exchange.host = host_policy::fixed;
  x.upstreams["origin"].exchange.host_name = "a.test";
  BOOST_TEST(problems_with(x).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
