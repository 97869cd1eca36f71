#include "actors/config/load.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <variant>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

std::string with(std::string_view discover) {
  return std::string{"listeners: [127.0.0.1:80]\nroutes: [{upstream: app}]\n"
                     "upstreams:\n  app:\n    discover: "}
    .append(discover);
}

upstream_options loaded(std::string_view discover) {
  auto got = load_text(with(discover), "f");
  BOOST_TEST_REQUIRE(got.ok());
  return got->proxy.upstreams.at("app");
}

std::string wrong(std::string_view discover) {
  auto got = load_text(with(discover), "f");
  BOOST_TEST_REQUIRE(!got.ok());
  return got.error().front().message;
}

BOOST_AUTO_TEST_SUITE(discovery_test)

BOOST_AUTO_TEST_CASE(a_name_is_enough) {
  auto x = loaded("{dns: {name: app.internal}}");
  BOOST_TEST(x.backends.empty());
  BOOST_TEST_REQUIRE(x.sources.size() == 1u);
  auto& dns = std::get<dns_options>(x.sources[0]);
  BOOST_TEST(dns.name == "app.internal");
  BOOST_TEST((dns.kind == dns_kind::addresses));
  BOOST_TEST(dns.port == 80);
  BOOST_TEST((x.exchange.timeouts.connect_race == 250ms));
}

BOOST_AUTO_TEST_CASE(everything_may_be_said) {
  auto x = loaded("{dns: {name: _http._tcp.app.internal, records: services, "
                  "families: ipv6, port: 81, weight: 4, backup: true, servers: "
                  "['127.0.0.1:5353', '[::1]'], timeout: 500ms, min_ttl: 5s, "
                  "max_ttl: 1m}}\n    timeouts: {connect_race: off}");
  auto& dns = std::get<dns_options>(x.sources.at(0));
  BOOST_TEST((dns.kind == dns_kind::services));
  BOOST_TEST((dns.families == ip_families::ipv6));
  BOOST_TEST(dns.port == 81);
  BOOST_TEST(dns.weight == 4u);
  BOOST_TEST((dns.tier == backend_tier::backup));
  BOOST_TEST_REQUIRE(dns.resolver.servers.size() == 2u);
  BOOST_TEST(to_string(dns.resolver.servers[0]) == "127.0.0.1:5353");
  BOOST_TEST(to_string(dns.resolver.servers[1]) == "[::1]:53");
  BOOST_TEST((dns.resolver.timeout == 500ms));
  BOOST_TEST((dns.timing.min_ttl == 5s));
  BOOST_TEST((dns.timing.max_ttl == 60s));
  BOOST_TEST((x.exchange.timeouts.connect_race == 0ms));
}

BOOST_AUTO_TEST_CASE(a_file_may_tell) {
  auto x = loaded("{file: /etc/troupe/backends.yaml}");
  BOOST_TEST(std::get<file_source_options>(x.sources.at(0)).path
             == "/etc/troupe/backends.yaml");
}

BOOST_AUTO_TEST_CASE(there_may_be_several) {
  BOOST_TEST(loaded("[{dns: {name: a}}, {dns: {name: b}}]\n"
                    "    backends: [127.0.0.1:1, c.internal:2]")
               .sources.size()
             == 3u);
}

BOOST_AUTO_TEST_CASE(finds_what_is_wrong) {
  BOOST_TEST(wrong("{}") == "a source is dns or file, and one of them");
  BOOST_TEST(wrong("{dns: {name: a}, file: b}")
             == "a source is dns or file, and one of them");
  BOOST_TEST(wrong("{file: []}")
             == "'file' should be a file's path, not a list");
  BOOST_TEST(wrong("{dns: {port: 80}}") == "'name' is missing here");
  BOOST_TEST(wrong("{dns: {name: a..b}}") == "a..b cannot be a name");
  BOOST_TEST(wrong("{dns: {name: a, min_ttl: 9s, max_ttl: 2s}}")
             == "the longest time to live is shorter than the shortest");
  BOOST_TEST(wrong("{dns: {name: a, servers: [b]}}").find("b")
             != std::string::npos);
  BOOST_TEST(wrong("{dns: {name: a, nam: b}}").starts_with("unknown key"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
