#include "actors/config/connect.hpp"
#include "actors/config/load.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

std::string with(std::string_view connect, std::string_view more = "") {
  return "listeners: [127.0.0.1:8080]\nroutes:\n  - connect: "
         + std::string{connect} + '\n' + std::string{more};
}

/// What is wrong, without places, a line each.
std::string wrong(const std::string& text) {
  auto got = load_text(text, "f");
  auto out = std::string{};
  if (!got)
    for (auto& x : got.error())
      out += x.message + '\n';
  return out;
}

connect_options connect(std::string_view text) {
  BOOST_TEST(wrong(with(text)) == "");
  return *load_text(with(text), "f")->proxy.routes.at(0).connect;
}

BOOST_AUTO_TEST_SUITE(connect_config_test)

BOOST_AUTO_TEST_CASE(all_options_are_bound) {
  auto x = connect("{allow: [\"*.a.test:443\"], deny: [\"b.a.test:*\"], "
                   "hosts: {C.a.test.: 10.0.0.5, d.a.test: \"::1\"}, "
                   "servers: [127.0.0.1:5353], max_tunnels: 7, "
                   "timeouts: {connect: 3s, idle: off}}");
  BOOST_TEST(x.rules.admits(*parse_connect_target("x.a.test:443")));
  BOOST_TEST(!x.rules.admits(*parse_connect_target("b.a.test:443")));
  BOOST_TEST(x.hosts.at("c.a.test").host() == "10.0.0.5");
  BOOST_TEST(x.hosts.at("d.a.test").host() == "::1");
  BOOST_TEST(to_string(x.resolver.servers.at(0)) == "127.0.0.1:5353");
  BOOST_TEST((x.connect == 3s));
  BOOST_TEST((x.idle == 0s));
  BOOST_TEST(x.max_tunnels == 7u);
}

BOOST_AUTO_TEST_CASE(a_route_for_connect_is_beside_those_for_requests) {
  BOOST_TEST(wrong(with("{allow: [\"a.test:443\"]}", "  - stages: [respond]\n"))
             == "");
}

BOOST_AUTO_TEST_CASE(mistakes_are_found) {
  auto has = [](const std::string& text, std::string_view what) {
    auto got = wrong(text);
    BOOST_TEST(got.find(what) != std::string::npos, got);
  };
  has(with("{deny: []}"), "'allow'");
  has(with("{allow: []}"), "'allow' should name one rule at least");
  has(with("{allow: [a.test]}"), "'a.test' should be a host and its ports");
  has(with("{allow: [\"10.0.0.1/8:*\"]}"), "10.0.0.1/8");
  has(with("{allow: [\"a.test:1\"], hosts: {\"a b\": 10.0.0.1}}"),
      "'a b' is no name");
  has(with("{allow: [\"a.test:1\"], hosts: {a.test: \"10.0.0.1:80\"}}"),
      "an address without port");
  has(with("{allow: [\"a.test:1\"], hosts: {a.test: \"*\"}}"),
      "an address without port");
  has(with("{allow: [\"a.test:1\"]}", "    upstream: app\n"),
      "'connect' and 'upstream' exclude each other");
  has(with("{allow: [\"a.test:1\"]}", "    match: {path: /a}\n"),
      "CONNECT has neither a path nor a query");
  has(with("{allow: [\"a.test:1\"]}", "    match: {method: GET}\n"),
      "'connect' is for CONNECT");
  has(with("{allow: [\"a.test:1\"]}", "  - connect: {allow: [\"b.test:1\"]}\n"),
      "matches what the one in line");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
