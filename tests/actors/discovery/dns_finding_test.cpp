#include "actors/discovery/dns_finding.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace troupe::actors {
namespace {

runtime::dns::found_address at(const std::string& where, std::uint32_t ttl) {
  return {.where = *runtime::net::address::parse(where), .ttl = ttl};
}

BOOST_AUTO_TEST_SUITE(dns_finding_test)

BOOST_AUTO_TEST_CASE(each_address_is_a_backend_like_the_others) {
  auto uut = dns_finding{};
  uut.add({.name = "app.example:80", .address = {}, .weight = 7},
          {at("10.0.0.1:80", 60), at("[::1]:80", 30)});
  BOOST_TEST_REQUIRE(uut.all.size() == 2u);
  BOOST_TEST(
    (uut.all[1] == backend_register::entry{"app.example:80", "[::1]:80", 7}));
  BOOST_TEST(uut.ttl == 30u);
}

BOOST_AUTO_TEST_CASE(of_those_at_one_address_whoever_is_asked_more_stays) {
  auto uut = dns_finding{};
  auto where = std::vector{at("10.0.0.1:80", 60)};
  uut.add({"b:80", {}, 9, backend_tier::backup}, where);
  uut.add({"a:80", {}, 1, backend_tier::primary}, where);
  uut.add({"c:80", {}, 2, backend_tier::primary}, where);
  uut.settle();
  BOOST_TEST_REQUIRE(uut.all.size() == 1u);
  BOOST_TEST(uut.all[0].name == "c:80");
}

BOOST_AUTO_TEST_CASE(families_are_in_turn) {
  auto uut = dns_finding{};
  uut.add({"app.example:80", {}},
          {at("10.0.0.2:80", 60), at("10.0.0.1:80", 60), at("10.0.0.3:80", 60),
           at("[::2]:80", 60), at("[::1]:80", 60)});
  uut.settle();
  auto order = std::string{};
  for (auto& x : uut.all)
    order += x.address + ' ';
  BOOST_TEST(order == "[::1]:80 10.0.0.1:80 [::2]:80 10.0.0.2:80 10.0.0.3:80 ");
}

BOOST_AUTO_TEST_CASE(of_too_many_always_the_same_stay) {
  auto there = std::vector<runtime::dns::found_address>{};
  for (auto port = 1; port <= 1500; ++port)
    there.push_back(at("10.0.0.1:" + std::to_string(port), 60));
  auto first = dns_finding{};
  first.add({"app.example:80", {}}, there);
  std::ranges::reverse(there);
  auto second = dns_finding{};
  second.add({"app.example:80", {}}, there);
  first.settle();
  second.settle();
  BOOST_TEST(first.all.size() == max_found_backends);
  BOOST_TEST((first.all == second.all));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
