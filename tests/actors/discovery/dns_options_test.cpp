#include "actors/discovery/dns_options.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(dns_options_test)

BOOST_AUTO_TEST_CASE(a_name_is_all_that_is_needed) {
  auto x = dns_options{};
  BOOST_TEST(problem_with(x).has_value());
  x.name = "app.example";
  BOOST_TEST(!problem_with(x).has_value());
}

BOOST_AUTO_TEST_CASE(finds_what_is_wrong) {
  auto bad = [](const std::function<void(dns_options&)>& spoil) {
    auto x = dns_options{};
    x.name = "app.example";
    spoil(x);
    return problem_with(x).has_value();
  };
  BOOST_TEST(bad([](auto& x) { x.name = "app..example"; }));
  BOOST_TEST(bad([](auto& x) { x.name = std::string(254, 'a'); }));
  BOOST_TEST(bad([](auto& x) { x.port = 0; }));
  BOOST_TEST(bad([](auto& x) { x.timing.min_ttl = 0s; }));
  BOOST_TEST(bad([](auto& x) { x.timing.max_ttl = 25h; }));
  BOOST_TEST(bad([](auto& x) { x.timing = {.min_ttl = 10s, .max_ttl = 9s}; }));
  BOOST_TEST(bad([](auto& x) { x.resolver.attempts = 0; }));
}

BOOST_AUTO_TEST_CASE(services_bring_their_own_port) {
  auto x = dns_options{};
  x.name = "_http._tcp.app.example";
  x.kind = dns_kind::services;
  x.port = 0;
  BOOST_TEST(!problem_with(x).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
