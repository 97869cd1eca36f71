#include "actors/access/access_list.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <utility>

namespace troupe::actors {
namespace {

using runtime::net::address;

access_list
list_of(access otherwise,
        std::initializer_list<std::pair<access, std::string_view>> rules) {
  auto result = access_list{otherwise};
  for (auto& [what, whom] : rules)
    BOOST_TEST_REQUIRE(!result.add(what, whom).has_value());
  return result;
}

bool lets_in(const access_list& uut, std::string_view client) {
  return uut.decide(*address::parse(client)) == access::allow;
}

constexpr auto allow = access::allow;
constexpr auto deny = access::deny;

BOOST_AUTO_TEST_SUITE(access_list_test)

BOOST_AUTO_TEST_CASE(without_rules_the_default_decides) {
  BOOST_TEST(lets_in(access_list{}, "192.0.2.1:80"));
  BOOST_TEST(!lets_in(access_list{deny}, "192.0.2.1:80"));
  BOOST_TEST(!lets_in(access_list{deny}, "unix:/x"));
}

BOOST_AUTO_TEST_CASE(the_first_rule_that_speaks_of_a_client_decides) {
  auto uut = list_of(deny, {{deny, "10.0.0.13"},
                            {allow, "10.0.0.0/24"},
                            {allow, "2001:db8::/32"},
                            {deny, "10.0.0.0/8"},
                            {allow, "10.0.1.0/24"},
                            {allow, "192.0.2.0/24"}});
  BOOST_TEST(!lets_in(uut, "10.0.0.13:1"));
  BOOST_TEST(lets_in(uut, "10.0.0.14:1"));
  BOOST_TEST(lets_in(uut, "[2001:db8::1]:1"));
  BOOST_TEST(!lets_in(uut, "10.0.1.1:1"));
  BOOST_TEST(lets_in(uut, "192.0.2.1:1"));
  BOOST_TEST(lets_in(uut, "[::ffff:192.0.2.1]:1"));
  BOOST_TEST(!lets_in(uut, "198.51.100.1:1"));
}

BOOST_AUTO_TEST_CASE(ranges_say_nothing_of_unix_domain_clients) {
  auto ranges = list_of(deny, {{allow, "0.0.0.0/0"}, {allow, "::/0"}});
  BOOST_TEST(!lets_in(ranges, "unix:/x"));
  auto named = list_of(deny, {{allow, "unix"}});
  BOOST_TEST(lets_in(named, "unix:/x"));
  BOOST_TEST(!lets_in(named, "127.0.0.1:1"));
  BOOST_TEST((named.decide(address{}) == deny)); // nowhere is not a path
}

BOOST_AUTO_TEST_CASE(all_is_everybody_that_is_left) {
  auto uut = list_of(allow, {{allow, "unix"}, {deny, "all"}, {allow, "::1"}});
  BOOST_TEST(lets_in(uut, "unix:/x"));
  BOOST_TEST(!lets_in(uut, "[::1]:1"));
  BOOST_TEST(!lets_in(uut, "192.0.2.1:1"));
}

BOOST_AUTO_TEST_CASE(a_rule_that_cannot_be_read_is_not_added) {
  auto uut = access_list{};
  BOOST_TEST(uut.add(deny, "10.0.0.1/8").value()
             == "10.0.0.1/8 has bits beyond its prefix"
                " (did you mean 10.0.0.0/8?)");
  BOOST_TEST(uut.add(deny, "everybody").has_value());
  BOOST_TEST(lets_in(uut, "10.0.0.1:1"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
