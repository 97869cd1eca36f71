#include "actors/discovery/service_round.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using runtime::dns::address_answer;
using runtime::dns::dns_errc;
using runtime::dns::service_record;

address_answer at(const std::string& where, std::uint32_t ttl = 60) {
  return std::vector{runtime::dns::found_address{
    .where = *runtime::net::address::parse(where), .ttl = ttl}};
}

service_record service(std::string target, std::uint16_t priority = 1,
                       std::uint16_t weight = 1) {
  return {.target = std::move(target),
          .port = 80,
          .priority = priority,
          .weight = weight,
          .ttl = 90};
}

/// "one.example:80 10.0.0.1:80 w1 primary; ..."
std::string spelled(const dns_finding& x) {
  std::string result;
  for (auto& one : x.all)
    result.append(result.empty() ? "" : "; ")
      .append(one.name + ' ' + one.address + " w" + std::to_string(one.weight)
              + (one.tier == backend_tier::primary ? " primary" : " backup"));
  return result;
}

BOOST_AUTO_TEST_SUITE(service_round_test)

BOOST_AUTO_TEST_CASE(the_best_priority_is_primary_and_the_others_are_backups) {
  auto uut = service_round{
    {service("one", 20, 3), service("two", 10, 0), service("three", 30)},
    {},
    {}};
  uut.answered(0, at("10.0.0.1:80"));
  uut.answered(1, at("10.0.0.2:80", 30));
  BOOST_TEST(!uut.done());
  uut.answered(2, at("10.0.0.3:80"));
  BOOST_TEST_REQUIRE(uut.done());
  auto got = uut.take_finding();
  BOOST_TEST(spelled(got)
             == "one:80 10.0.0.1:80 w3 backup; two:80 10.0.0.2:80 w1 primary; "
                "three:80 10.0.0.3:80 w1 backup");
  BOOST_TEST(got.ttl == 30u);
}

BOOST_AUTO_TEST_CASE(services_that_are_meant_as_backups_are_no_primaries) {
  auto uut = service_round{
    {service("one")},
    {.name = "x", .timing = {}, .resolver = {}, .tier = backend_tier::backup},
    {}};
  uut.answered(0, at("10.0.0.1:80"));
  BOOST_TEST(spelled(uut.take_finding()) == "one:80 10.0.0.1:80 w1 backup");
}

BOOST_AUTO_TEST_CASE(asks_for_a_few_at_a_time) {
  auto uut
    = service_round{std::vector<service_record>(40, service("one")), {}, {}};
  auto asked = 0;
  auto ask = [&] {
    while (uut.take_next())
      ++asked;
    return asked;
  };
  BOOST_TEST(ask() == 16);
  uut.answered(0, at("10.0.0.1:80"));
  BOOST_TEST(ask() == 17);
  for (auto i = 1u; i < 17; ++i)
    uut.answered(i, at("10.0.0.1:80"));
  BOOST_TEST(ask() == 33);
  for (auto i = 17u; i < 33; ++i)
    uut.answered(i, at("10.0.0.1:80"));
  BOOST_TEST(ask() == 40);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_not_there_has_no_backends) {
  auto uut = service_round{
    {service("one"), service("two")}, {}, {{"one:80", "10.0.0.1:80"}}};
  uut.answered(0, dns_errc::not_found);
  uut.answered(1, at("10.0.0.2:80"));
  BOOST_TEST(uut.trouble() == "one: no such name");
  BOOST_TEST(spelled(uut.take_finding()) == "two:80 10.0.0.2:80 w1 primary");
}

BOOST_AUTO_TEST_CASE(a_target_that_nobody_tells_of_keeps_its_backends) {
  auto uut
    = service_round{{service("one", 1, 5), service("two")},
                    {},
                    {{"one:80", "10.0.0.1:80"}, {"gone:80", "10.0.0.3:80"}}};
  uut.answered(0, dns_errc::timed_out);
  uut.answered(1, at("10.0.0.2:80"));
  auto got = uut.take_finding();
  BOOST_TEST(spelled(got)
             == "one:80 10.0.0.1:80 w5 primary; two:80 10.0.0.2:80 w1 primary");
  BOOST_TEST(got.ttl == service_round::unanswered_ttl);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
