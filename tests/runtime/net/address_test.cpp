#include "runtime/net/address.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <sys/un.h>

#include <cstring>
#include <string>
#include <vector>

namespace troupe::runtime::net {
namespace {

using family = address::family;

address must_parse(std::string_view text) {
  auto x = address::parse(text);
  BOOST_TEST_REQUIRE(x.ok(), text << ": " << (x ? "" : x.error()));
  return *std::move(x);
}

BOOST_AUTO_TEST_SUITE(address_test)

BOOST_AUTO_TEST_CASE(reads_what_an_operator_writes) {
  struct row {
    std::string text;
    family kind;
    std::string host;
    std::uint16_t port;
    std::string spelled;
  };
  const auto rows = std::vector<row>{
    {"127.0.0.1:80", family::ipv4, "127.0.0.1", 80, "127.0.0.1:80"},
    {"0.0.0.0:0", family::ipv4, "0.0.0.0", 0, "0.0.0.0:0"},
    {"255.255.255.255:65535", family::ipv4, "255.255.255.255", 65535,
     "255.255.255.255:65535"},
    {"[::1]:8080", family::ipv6, "::1", 8080, "[::1]:8080"},
    {"[2001:DB8:0::1]:1", family::ipv6, "2001:db8::1", 1, "[2001:db8::1]:1"},
    {"[fe80::1%1]:80", family::ipv6, "fe80::1%1", 80, "[fe80::1%1]:80"},
    {"[fe80::1%lo]:80", family::ipv6, "fe80::1%1", 80, "[fe80::1%1]:80"},
    {"*:443", family::ipv6, "::", 443, "[::]:443"},
    {":443", family::ipv6, "::", 443, "[::]:443"},
    {"unix:/run/x.sock", family::unix_path, "/run/x.sock", 0,
     "unix:/run/x.sock"},
    {"unix:relative", family::unix_path, "relative", 0, "unix:relative"},
    {"unix:" + std::string(107, 'p'), family::unix_path, std::string(107, 'p'),
     0, "unix:" + std::string(107, 'p')},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.text) {
      const auto got = must_parse(row.text);
      BOOST_TEST((got.kind() == row.kind));
      BOOST_TEST(got.host() == row.host);
      BOOST_TEST(got.port() == row.port);
      BOOST_TEST(to_string(got) == row.spelled);
      BOOST_TEST((must_parse(to_string(got)) == got));
      BOOST_TEST((address::from_raw(got.raw(), got.raw_length()) == got));
      BOOST_TEST(
        got.path()
        == (row.port || row.kind != family::unix_path ? "" : row.host));
    }
  }
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  struct row {
    std::string_view text;
    std::string_view problem;
  };
  constexpr row rows[] = {
    {"", "an address is missing"},
    {"127.0.0.1", "127.0.0.1 has no port"},
    {"[::1]", "[::1] has no port"},
    {"[::1]80", "[::1]80 has no port"},
    {"127.0.0.1:", "'' is not a port"},
    {"127.0.0.1:http", "'http' is not a port"},
    {"127.0.0.1:+80", "'+80' is not a port"},
    {"127.0.0.1: 80", "' 80' is not a port"},
    {"127.0.0.1:80 ", "'80 ' is not a port"},
    {"127.0.0.1:99999", "port 99999 is out of range"},
    {"127.0.0.1:65536", "port 65536 is out of range"},
    {"127.0.0.1:99999999999999999999",
     "port 99999999999999999999 is out of range"},
    {"127.0.0.256:80", "127.0.0.256 is not an IP address"},
    {"127.1:80", "127.1 is not an IP address"},
    {" 127.0.0.1:80", " 127.0.0.1 is not an IP address"},
    {"localhost:80", "localhost is not an IP address"},
    {"::1:80", "::1:80: an IPv6 address is written in brackets"},
    {"[::1:80", "[::1:80 lacks a closing bracket"},
    {"[127.0.0.1]:80", "127.0.0.1 is not an IPv6 address"},
    {"[]:80", " is not an IPv6 address"},
    {"[::1%nowhere]:80", "there is no network interface 'nowhere'"},
    {"unix:", "unix: has no path"},
    {{"127.0.0.1:80\0", 13}, "an address contains a NUL"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.text) {
      auto got = address::parse(row.text);
      BOOST_TEST_REQUIRE(!got.ok());
      BOOST_TEST(got.error() == row.problem);
    }
  }
  auto path = std::string(108, 'p');
  BOOST_TEST(
    address::parse("unix:" + path).error()
    == path
         + " is longer than the 107 octets that the path of a socket may have");
}

BOOST_AUTO_TEST_CASE(compares_what_a_peer_would_notice) {
  const auto rows = std::vector<std::string>{
    "127.0.0.1:80", "127.0.0.1:81", "127.0.0.2:80", "[::1]:80", "[::2]:80",
    "[::1]:81",     "[::1%1]:80",   "unix:/a",      "unix:/b",
  };
  for (const auto& a : rows)
    for (const auto& b : rows)
      BOOST_TEST((must_parse(a) == must_parse(b)) == (a == b),
                 a << " and " << b);
  BOOST_TEST((address{} == address{}));
  BOOST_TEST(!(address{} == must_parse("0.0.0.0:0")));
}

BOOST_AUTO_TEST_CASE(an_empty_one_is_nowhere) {
  address uut;
  BOOST_TEST((uut.kind() == family::none));
  BOOST_TEST(uut.port() == 0);
  BOOST_TEST(uut.host() == "");
  BOOST_TEST(uut.raw() == nullptr);
  BOOST_TEST(uut.raw_length() == 0u);
  BOOST_TEST(to_string(uut) == "nowhere");
}

BOOST_AUTO_TEST_CASE(ipv4_that_came_over_ipv6_is_ipv4) {
  const auto mapped = must_parse("[::ffff:192.0.2.1]:80");
  const auto uut = address::from_raw(mapped.raw(), mapped.raw_length());
  BOOST_TEST((uut == must_parse("192.0.2.1:80")));
}

BOOST_AUTO_TEST_CASE(what_the_kernel_cut_short_or_left_unnamed_is_nowhere) {
  const auto v4 = must_parse("192.0.2.1:80");
  BOOST_TEST((address::from_raw(v4.raw(), 4) == address{}));
  BOOST_TEST((address::from_raw(v4.raw(), 0) == address{}));
  BOOST_TEST((address::from_raw(nullptr, 16) == address{}));
  auto raw = sockaddr_un{};
  raw.sun_family = AF_UNIX;
  const auto* generic = reinterpret_cast<const sockaddr*>(&raw);
  BOOST_TEST((address::from_raw(generic, sizeof(sa_family_t)) == address{}));
  BOOST_TEST((address::from_raw(generic, sizeof(raw)) == address{}));
  // A path may fill its field without an end.
  std::memset(raw.sun_path, 'p', sizeof(raw.sun_path));
  BOOST_TEST((address::from_raw(generic, sizeof(raw)) == address{}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
