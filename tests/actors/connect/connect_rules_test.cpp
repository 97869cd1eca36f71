#include "actors/connect/connect_rules.hpp"
#include "actors/connect/special_addresses.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace troupe::actors {
namespace {

struct fixture {
  void allow(std::string_view x) {
    auto wrong = uut.allow(x);
    BOOST_TEST(!wrong, wrong.value_or(""));
  }
  void deny(std::string_view x) {
    auto wrong = uut.deny(x);
    BOOST_TEST(!wrong, wrong.value_or(""));
  }
  bool admits(std::string_view target) const {
    auto x = parse_connect_target(target);
    BOOST_TEST_REQUIRE(x.has_value(), target);
    return uut.admits(*x);
  }
  static runtime::net::address at(std::string_view x) {
    return *runtime::net::address::parse(x);
  }
  bool leads_to(std::string_view x) const {
    return uut.may_lead_to(at(x), false);
  }

  connect_rules uut;
};

BOOST_FIXTURE_TEST_SUITE(connect_rules_test, fixture)

BOOST_AUTO_TEST_CASE(nothing_is_allowed_by_default) {
  BOOST_TEST(uut.empty());
  BOOST_TEST(!admits("example.com:443"));
  BOOST_TEST(!admits("192.0.2.1:443"));
}

BOOST_AUTO_TEST_CASE(a_name_matches_itself_and_its_ports) {
  allow("Example.com:443");
  BOOST_TEST(admits("example.COM:443"));
  BOOST_TEST(admits("example.com.:443"));
  BOOST_TEST(!admits("example.com:80"));
  BOOST_TEST(!admits("a.example.com:443"));
  BOOST_TEST(!admits("example.com.evil.test:443"));
}

BOOST_AUTO_TEST_CASE(a_wildcard_matches_what_is_below) {
  allow("*.example.com:8000-8999");
  BOOST_TEST(admits("a.example.com:8000"));
  BOOST_TEST(admits("b.a.example.com:8999"));
  BOOST_TEST(!admits("a.example.com:7999"));
  BOOST_TEST(!admits("a.example.com:9000"));
  BOOST_TEST(!admits("example.com:8000"));
  BOOST_TEST(!admits("aexample.com:8000"));
}

BOOST_AUTO_TEST_CASE(a_star_is_any_name_and_no_address) {
  allow("*:443");
  BOOST_TEST(admits("anything.test:443"));
  BOOST_TEST(!admits("anything.test:22"));
  BOOST_TEST(!admits("8.8.8.8:443"));
  BOOST_TEST(!admits("[2606:4700::1]:443"));
}

BOOST_AUTO_TEST_CASE(a_range_is_for_addresses_and_for_no_name) {
  allow("10.0.0.0/8:*");
  allow("[2001:db8::/32]:443");
  allow("192.0.2.7:22");
  BOOST_TEST(admits("10.1.2.3:1"));
  BOOST_TEST(admits("[::ffff:10.1.2.3]:65535"));
  BOOST_TEST(admits("[2001:db8::5]:443"));
  BOOST_TEST(admits("192.0.2.7:22"));
  BOOST_TEST(!admits("11.0.0.1:1"));
  BOOST_TEST(!admits("[2001:db8::5]:80"));
  BOOST_TEST(!admits("192.0.2.8:22"));
  BOOST_TEST(!admits("example.com:443"));
}

BOOST_AUTO_TEST_CASE(what_is_denied_stays_so_whatever_is_allowed) {
  allow("*:443");
  allow("0.0.0.0/0:443");
  deny("*.evil.test:*");
  deny("10.0.0.0/8:*");
  BOOST_TEST(admits("good.test:443"));
  BOOST_TEST(!admits("very.evil.test:443"));
  BOOST_TEST(admits("8.8.8.8:443"));
  BOOST_TEST(!admits("10.1.1.1:443"));
  BOOST_TEST(!leads_to("10.1.1.1:443"));
  BOOST_TEST(!uut.may_lead_to(at("10.1.1.1:443"), true));
}

BOOST_AUTO_TEST_CASE(
  a_name_leads_to_public_addresses_unless_a_range_says_more) {
  allow("*:443");
  BOOST_TEST(leads_to("8.8.8.8:443"));
  BOOST_TEST(leads_to("[2606:4700::1]:443"));
  for (auto x :
       {"127.0.0.1:443", "10.0.0.1:443", "169.254.169.254:443", "0.0.0.0:443",
        "[::1]:443", "[::]:443", "[fd00::1]:443", "[fe80::1]:443",
        "[64:ff9b::a00:1]:443", "[2002:a00:1::]:443", "224.0.0.1:443"}) {
    BOOST_TEST(!leads_to(x), x);
    BOOST_TEST(uut.may_lead_to(at(x), true), x);
  }
  allow("10.0.0.0/24:443");
  BOOST_TEST(leads_to("10.0.0.1:443"));
  BOOST_TEST(!leads_to("10.0.0.1:80"));
  BOOST_TEST(!leads_to("10.0.1.1:443"));
}

BOOST_AUTO_TEST_CASE(what_is_no_rule_is_refused_with_a_sentence) {
  for (auto x : {"", "example.com", ":443", "example.com:", "example.com:0",
                 "example.com:443-80", "example.com:1-2-3", "example.com:http",
                 "a*.example.com:443", "*.*.com:443", "10.0.0.0/33:*",
                 "10.0.0.1/8:*", "1.2.3:443", "2001:db8::/32:443",
                 "[2001:db8::]", "[::1]/128:443", "exa mple.com:443"})
    BOOST_TEST(uut.allow(x).has_value(), x);
  BOOST_TEST(*uut.allow("example.com:http")
             == "'http' should be a port, ports such as 8000-8999, or *");
  BOOST_TEST(uut.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
