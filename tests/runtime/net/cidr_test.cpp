#include "runtime/net/cidr.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

namespace troupe::runtime::net {
namespace {

cidr range(std::string_view text) {
  auto x = cidr::parse(text);
  BOOST_TEST_REQUIRE(x.ok(), text << ": " << (x ? "" : x.error()));
  return *x;
}

address host(std::string_view text) {
  auto x = address::parse(text.find(':') == text.npos
                            ? std::string{text} + ":80"
                            : '[' + std::string{text} + "]:80");
  BOOST_TEST_REQUIRE(x.ok(), text);
  return *x;
}

cidr_set set_of(const std::vector<std::string>& texts) {
  auto ranges = std::vector<cidr>{};
  for (auto& x : texts)
    ranges.push_back(range(x));
  return cidr_set{ranges};
}

BOOST_AUTO_TEST_SUITE(cidr_test)

BOOST_AUTO_TEST_CASE(reads_what_an_operator_writes) {
  struct row {
    std::string text;
    std::string spelled;
  };
  const auto rows = std::vector<row>{
    {"10.0.0.0/8", "10.0.0.0/8"},
    {"0.0.0.0/0", "0.0.0.0/0"},
    {"192.0.2.1", "192.0.2.1/32"},
    {"192.0.2.128/25", "192.0.2.128/25"},
    {"2001:DB8::/32", "2001:db8::/32"},
    {"::/0", "::/0"},
    {"::1", "::1/128"},
    {"2001:db8:0:0:8000::/65", "2001:db8:0:0:8000::/65"},
    {"::ffff:192.0.2.0/120", "192.0.2.0/24"},
    {"::ffff:0:0/96", "0.0.0.0/0"},
    {"::fffe:0:0/95", "::fffe:0:0/95"},
  };
  for (auto& x : rows) {
    BOOST_TEST(to_string(range(x.text)) == x.spelled);
    BOOST_TEST((range(x.spelled) == range(x.text)));
  }
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  struct row {
    std::string text;
    std::string problem;
  };
  const auto rows = std::vector<row>{
    {"", "'' is not an IP address"},
    {"/8", "'' is not an IP address"},
    {"10/8", "'10' is not an IP address"},
    {"10.0.0.0/", "'' is not a prefix length from 0 to 32"},
    {"10.0.0.0/33", "'33' is not a prefix length from 0 to 32"},
    {"10.0.0.0/-1", "'-1' is not a prefix length from 0 to 32"},
    {"10.0.0.0/255.0.0.0", "'255.0.0.0' is not a prefix length from 0 to 32"},
    {"10.0.0.0/8/8", "'8/8' is not a prefix length from 0 to 32"},
    {"::/129", "'129' is not a prefix length from 0 to 128"},
    {"::/99999999999", "'99999999999' is not a prefix length from 0 to 128"},
    {"[::1]", "'[::1]' is not an IP address"},
    {"example.com", "'example.com' is not an IP address"},
    {"10.1.0.0/8",
     "10.1.0.0/8 has bits beyond its prefix (did you mean 10.0.0.0/8?)"},
    {"2001:db8::1/32",
     "2001:db8::1/32 has bits beyond its prefix (did you mean 2001:db8::/32?)"},
    {"::ffff:0:0/95",
     "::ffff:0:0/95 has bits beyond its prefix (did you mean ::fffe:0:0/95?)"},
    {"::ffff:10.1.0.0/104", "::ffff:10.1.0.0/104 has bits beyond its prefix"
                            " (did you mean 10.0.0.0/8?)"},
    {std::string{"10.0.0.0\0/8", 11},
     std::string{"'10.0.0.0\0' is not an IP address", 32}},
  };
  for (auto& x : rows) {
    BOOST_TEST_CONTEXT(x.text) {
      auto got = cidr::parse(x.text);
      BOOST_TEST_REQUIRE(!got.ok());
      BOOST_TEST(got.error() == x.problem);
    }
  }
}

BOOST_AUTO_TEST_CASE(contains_what_begins_alike) {
  struct row {
    std::string range;
    std::string host;
    bool want;
  };
  const auto rows = std::vector<row>{
    {"10.0.0.0/8", "10.255.255.255", true},
    {"10.0.0.0/8", "11.0.0.0", false},
    {"10.0.0.0/8", "9.255.255.255", false},
    {"192.0.2.1", "192.0.2.1", true},
    {"192.0.2.1", "192.0.2.2", false},
    {"0.0.0.0/0", "255.255.255.255", true},
    {"0.0.0.0/0", "::1", false},
    {"::/0", "::1", true},
    {"::/0", "192.0.2.1", false},
    {"2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true},
    {"2001:db8::/64", "2001:db8:0:1::", false},
    {"2001:db8:0:0:8000::/65", "2001:db8::7fff:0:0:0", false},
    {"2001:db8:0:0:8000::/65", "2001:db8::8000:0:0:1", true},
    {"10.0.0.0/8", "::ffff:10.1.2.3", true},
    {"::ffff:10.0.0.0/104", "10.1.2.3", true},
    {"::/0", "::ffff:10.1.2.3", false},
  };
  for (auto& x : rows) {
    BOOST_TEST(range(x.range).contains(host(x.host)) == x.want,
               x.range << " and " << x.host);
    BOOST_TEST(set_of({x.range}).contains(host(x.host)) == x.want);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_ip_lies_in_no_range) {
  auto path = *address::parse("unix:/run/x.sock");
  for (auto& x : {address{}, path}) {
    BOOST_TEST(!range("0.0.0.0/0").contains(x));
    BOOST_TEST(!range("::/0").contains(x));
    BOOST_TEST(!set_of({"0.0.0.0/0", "::/0"}).contains(x));
  }
}

BOOST_AUTO_TEST_CASE(ranges_that_touch_become_one) {
  BOOST_TEST(cidr_set{}.empty());
  BOOST_TEST(set_of({"10.0.0.0/9", "10.128.0.0/9"}).size() == 1u);
  BOOST_TEST(set_of({"10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/8"}).size() == 1u);
  BOOST_TEST(set_of({"10.0.0.0/8", "12.0.0.0/8"}).size() == 2u);
  BOOST_TEST(set_of({"0.0.0.0/0", "255.255.255.255"}).size() == 1u);
  BOOST_TEST(set_of({"::/0", "ffff::/16"}).size() == 1u);
  BOOST_TEST(set_of({"::/65", "0:0:0:0:8000::/65"}).size() == 1u);
  BOOST_TEST(set_of({"0.0.0.0", "::"}).size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_set_says_what_its_ranges_say) {
  for (auto seed = 1u; seed <= 20; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      auto random = std::mt19937{seed};
      auto below
        = [&](unsigned n) { return static_cast<unsigned>(random()) % n; };
      auto ranges = std::vector<cidr>{};
      for (auto i = 0; i < 40; ++i) {
        auto prefix = 20 + below(13);
        auto bits = 0x0a000000u | below(1u << 16);
        bits = prefix == 32 ? bits : bits >> (32 - prefix) << (32 - prefix);
        auto text = std::to_string(bits >> 24) + '.'
                    + std::to_string(bits >> 16 & 255) + '.'
                    + std::to_string(bits >> 8 & 255) + '.'
                    + std::to_string(bits & 255) + '/' + std::to_string(prefix);
        ranges.push_back(range(text));
      }
      auto uut = cidr_set{ranges};
      for (auto i = 0; i < 500; ++i) {
        auto bits = below(1u << 16);
        auto client = host("10.0." + std::to_string(bits >> 8) + '.'
                           + std::to_string(bits & 255));
        auto want = false;
        for (auto& x : ranges)
          want = want || x.contains(client);
        BOOST_TEST(uut.contains(client) == want);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
