#include "actors/discovery/dns_round.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using runtime::dns::address_answer;
using runtime::dns::dns_errc;
using runtime::dns::ip_family;

address_answer at(const std::string& where, std::uint32_t ttl = 60) {
  return std::vector{runtime::dns::found_address{
    .where = *runtime::net::address::parse(where), .ttl = ttl}};
}

dns_host host(std::string name, std::uint32_t weight = 1) {
  return {.name = std::move(name), .port = 80, .weight = weight, .ttl = 90};
}

dns_round over_ipv4(std::vector<dns_host> hosts,
                    std::vector<backend_register::entry> known = {}) {
  return {std::move(hosts), ip_families::ipv4, std::move(known)};
}

/// "one:80 10.0.0.1:80; ..."
std::string spelled(const dns_finding& x) {
  std::string result;
  for (auto& one : x.all)
    result.append(result.empty() ? "" : "; ")
      .append(one.name + ' ' + one.address);
  return result;
}

BOOST_AUTO_TEST_SUITE(dns_round_test)

BOOST_AUTO_TEST_CASE(asks_for_each_family_of_each_host) {
  auto uut = dns_round{{host("one"), host("two")}, ip_families::both, {}};
  BOOST_TEST(uut.size() == 4u);
  std::string asked;
  while (auto i = uut.take_next()) {
    auto [who, family] = uut.at(*i);
    asked += who.name + (family == ip_family::ipv4 ? " 4 " : " 6 ");
  }
  BOOST_TEST(asked == "one 4 one 6 two 4 two 6 ");
  for (auto which : {ip_families::ipv4, ip_families::ipv6})
    BOOST_TEST(dns_round({host("one")}, which, {}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(backends_are_like_their_host) {
  auto uut = over_ipv4({host("one", 5)});
  uut.answered(0, at("10.0.0.1:80", 30));
  BOOST_TEST(uut.learned());
  auto got = uut.take_finding();
  BOOST_TEST_REQUIRE(got.all.size() == 1u);
  BOOST_TEST(
    (got.all[0] == backend_register::entry{"one:80", "10.0.0.1:80", 5}));
  BOOST_TEST(got.ttl == 30u);
}

BOOST_AUTO_TEST_CASE(a_host_is_one_no_longer_than_its_own_ttl) {
  auto uut = over_ipv4({host("one")});
  uut.answered(0, at("10.0.0.1:80", 900));
  BOOST_TEST(uut.take_finding().ttl == 90u);
}

BOOST_AUTO_TEST_CASE(asks_for_a_few_at_a_time) {
  auto uut = over_ipv4(std::vector(40, host("one")));
  auto asked = 0u;
  auto answered = 0u;
  auto ask = [&] {
    while (uut.take_next())
      ++asked;
    return asked;
  };
  BOOST_TEST(ask() == dns_round::parallel);
  for (; answered < 10; ++answered)
    uut.answered(answered, at("10.0.0.1:80"));
  BOOST_TEST(ask() == dns_round::parallel + 10);
  for (; answered < 40; ++answered) {
    BOOST_TEST(!uut.done());
    BOOST_TEST(ask() - answered <= dns_round::parallel);
    uut.answered(answered, at("10.0.0.1:80"));
  }
  BOOST_TEST(asked == 40u);
  BOOST_TEST(uut.done());
}

BOOST_AUTO_TEST_CASE(a_host_that_is_not_there_has_no_backends) {
  auto uut = over_ipv4({host("one"), host("two")}, {{"one:80", "10.0.0.1:80"}});
  uut.answered(0, dns_errc::not_found);
  uut.answered(1, at("10.0.0.2:80"));
  BOOST_TEST(uut.learned());
  BOOST_TEST(spelled(uut.take_finding()) == "two:80 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(a_host_that_nobody_tells_of_keeps_its_backends) {
  auto uut = over_ipv4({host("one", 5), host("two")},
                       {{"one:80", "10.0.0.1:80"}, {"old:80", "10.0.0.3:80"}});
  uut.answered(0, dns_errc::timed_out);
  uut.answered(1, at("10.0.0.2:80"));
  auto got = uut.take_finding();
  BOOST_TEST(spelled(got) == "one:80 10.0.0.1:80; two:80 10.0.0.2:80");
  BOOST_TEST(got.all[0].weight == 5u);
  BOOST_TEST(got.ttl == dns_round::unanswered_ttl);
}

BOOST_AUTO_TEST_CASE(a_family_that_nobody_tells_of_keeps_its_backends) {
  auto uut = dns_round{{host("one")},
                       ip_families::both,
                       {{"one:80", "10.0.0.1:80"}, {"one:80", "[::1]:80"}}};
  uut.answered(0, at("10.0.0.2:80"));
  uut.answered(1, dns_errc::timed_out);
  BOOST_TEST(spelled(uut.take_finding())
             == "one:80 10.0.0.2:80; "
                "one:80 [::1]:80");
}

BOOST_AUTO_TEST_CASE(that_somebody_did_not_answer_is_the_trouble) {
  auto uut = over_ipv4({host("one"), host("two"), host("three")},
                       {{"two:80", "10.0.0.1:80"}});
  uut.answered(0, dns_errc::not_found);
  BOOST_TEST(uut.trouble() == "one: no such name");
  uut.answered(1, dns_errc::timed_out);
  uut.answered(2, dns_errc::server_failed);
  BOOST_TEST(uut.trouble() == "two: no reply in time");
  BOOST_TEST(!uut.learned());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
