#include "runtime/dns/options.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::runtime::dns {
namespace {

using namespace std::chrono_literals;

std::string server(std::string_view text) {
  auto x = parse_server(text);
  return x ? to_string(*x) : "none";
}

BOOST_AUTO_TEST_SUITE(dns_options_test)

BOOST_AUTO_TEST_CASE(a_server_has_port_53_unless_another_is_said) {
  BOOST_TEST(server("10.0.0.2") == "10.0.0.2:53");
  BOOST_TEST(server("127.0.0.1:5353") == "127.0.0.1:5353");
  BOOST_TEST(server("[::1]") == "[::1]:53");
  BOOST_TEST(server("[::1]:5353") == "[::1]:5353");
}

BOOST_AUTO_TEST_CASE(a_server_has_an_ip_address) {
  for (auto text : {"", "dns.example", "*", ":53", "unix:/run/dns",
                    "10.0.0.2:", "10.0.0.2:0", "10.0.0", "[::1", "::1"})
    BOOST_TEST(server(text) == "none", text);
}

BOOST_AUTO_TEST_CASE(finds_what_is_wrong) {
  BOOST_TEST(!problem_with(resolver_options{}).has_value());
  BOOST_TEST(problem_with({.servers = {}, .timeout = 0ms}).has_value());
  BOOST_TEST(problem_with({.servers = {}, .timeout = 2h}).has_value());
  BOOST_TEST(problem_with({.servers = {}, .attempts = 0}).has_value());
  BOOST_TEST(problem_with({.servers = {}, .deadline = 0ms}).has_value());
  BOOST_TEST(problem_with({.servers = {net::address{}}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::dns
