#include "codecs/proxy_protocol/decoder.hpp"
#include "codecs/proxy_protocol/encoder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace troupe::codecs::proxy_protocol {
namespace {

using namespace std::literals;

constexpr auto magic = "\r\n\r\n\0\r\nQUIT\n"sv;

std::string binary(std::string_view rest) {
  return std::string{magic}.append(rest);
}

/// The header, which must be the same however the octets arrive.
header read(std::string_view wire) {
  auto behind = std::string{wire} + "GET / HTTP/1.1\r\n";
  for (std::size_t cut = 0; cut < wire.size(); ++cut) {
    auto part = decode(as_octets(wire.substr(0, cut)));
    BOOST_TEST_REQUIRE(part.ok(), "cut at " << cut);
    BOOST_TEST(!part->has_value(), "cut at " << cut);
  }
  auto got = decode(as_octets(behind));
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST_REQUIRE(got->has_value());
  BOOST_TEST((*got)->consumed == wire.size());
  return (*got)->what;
}

std::string_view refusal(std::string_view wire) {
  auto got = decode(as_octets(wire));
  BOOST_TEST_REQUIRE(!got.ok(), wire);
  return to_string(got.error());
}

BOOST_AUTO_TEST_SUITE(decoder_test)

BOOST_AUTO_TEST_CASE(reads_lines) {
  auto x = read("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n");
  BOOST_TEST(!x.local);
  BOOST_TEST((x.kind == family::ipv4));
  BOOST_TEST((x.source == endpoint{"192.0.2.1", 56324}));
  BOOST_TEST((x.destination == endpoint{"198.51.100.2", 443}));
  x = read("PROXY TCP6 2001:db8::1 ::1 0 65535\r\n");
  BOOST_TEST((x.kind == family::ipv6));
  BOOST_TEST((x.source == endpoint{"2001:db8::1", 0}));
  BOOST_TEST((x.destination == endpoint{"::1", 65535}));
}

BOOST_AUTO_TEST_CASE(who_knows_nothing_may_say_so) {
  for (auto line : {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN ff:: ff:: 1 2\r\n"}) {
    auto x = read(line);
    BOOST_TEST(x.local);
    BOOST_TEST((x.kind == family::none));
  }
}

BOOST_AUTO_TEST_CASE(refuses_lines_that_are_none) {
  for (auto line :
       {"PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY \r\n", "PROXY TCP4\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 \r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 -2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n\r\n"})
    BOOST_TEST(refusal(line) == "malformed_line", line);
  for (auto line :
       {"PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n", "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY TCP4  1.2.3.4 1 2\r\n"})
    BOOST_TEST(refusal(line) == "malformed_address", line);
}

BOOST_AUTO_TEST_CASE(a_line_has_an_end) {
  auto line = "PROXY UNKNOWN " + std::string(91, 'x');
  BOOST_TEST(read(line + "\r\n").local); // 107 octets
  BOOST_TEST(refusal(line + "x\r\n") == "line_too_long");
  BOOST_TEST(refusal(line + "xxxxxxxxxx") == "line_too_long");
}

BOOST_AUTO_TEST_CASE(reads_addresses_in_octets) {
  auto x = read(binary("\x21\x11\0\x0c\xc0\0\2\1\xc6\x33\x64\2\xdc\4\1\xbb"sv));
  BOOST_TEST((x.kind == family::ipv4));
  BOOST_TEST(!x.datagram);
  BOOST_TEST((x.source == endpoint{"192.0.2.1", 56324}));
  BOOST_TEST((x.destination == endpoint{"198.51.100.2", 443}));
  x = read(binary("\x21\x22\0\x24"
                  "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\1\0\2"sv));
  BOOST_TEST((x.kind == family::ipv6));
  BOOST_TEST(x.datagram);
  BOOST_TEST((x.source == endpoint{"2001:db8::1", 1}));
  BOOST_TEST((x.destination == endpoint{"::1", 2}));
}

BOOST_AUTO_TEST_CASE(reads_paths) {
  auto one = "/run/a"s.append(102, '\0');
  auto two = std::string(108, 'b');
  auto x = read(binary("\x21\x31\0\xd8"sv) + one + two);
  BOOST_TEST((x.kind == family::unix_path));
  BOOST_TEST(x.source.host == "/run/a");
  BOOST_TEST(x.destination.host == two);
}

BOOST_AUTO_TEST_CASE(a_proxy_that_speaks_for_itself_has_no_address_for_us) {
  BOOST_TEST(read(binary("\x20\0\0\0"sv)).local);
  auto x = read(binary("\x20\x11\0\x0c\xc0\0\2\1\xc6\x33\x64\2\xdc\4\1\xbb"sv));
  BOOST_TEST(x.local);
  BOOST_TEST(x.source.host.empty());
  x = read(binary("\x21\0\0\5\4\0\2\0\0"sv)); // padding only
  BOOST_TEST(x.local);
  BOOST_TEST(x.tlvs.empty());
  x = read(binary("\x21\x10\0\x0c\xc0\0\2\1\xc6\x33\x64\2\xdc\4\1\xbb"sv));
  BOOST_TEST(x.local); // of no stated transport
}

BOOST_AUTO_TEST_CASE(reads_values) {
  auto x = read(binary("\x21\0\0\x12\1\0\2h2\2\0\1a\5\0\0\4\0\0\xee\0\0"sv));
  BOOST_TEST_REQUIRE(x.tlvs.size() == 4u);
  BOOST_TEST(*x.find(tlv_type::alpn) == "h2");
  BOOST_TEST(*x.find(tlv_type::authority) == "a");
  BOOST_TEST(*x.find(tlv_type::unique_id) == "");
  BOOST_TEST(*x.find(static_cast<tlv_type>(0xee)) == "");
  BOOST_TEST(!x.find(tlv_type::ssl));
}

BOOST_AUTO_TEST_CASE(a_checksum_must_hold) {
  auto wire = std::string{};
  write_binary(wire,
               {.kind = family::ipv4,
                .source = {"192.0.2.1", 1},
                .destination = {"192.0.2.2", 2},
                .tlvs = {{tlv_type::alpn, "h2"}}},
               true);
  BOOST_TEST(read(wire).tlvs.size() == 1u);
  constexpr std::size_t its_type = 33; // with another it is no checksum
  for (std::size_t i = 16; i < wire.size(); ++i) {
    if (i == its_type)
      continue;
    auto other = wire;
    other[i] = static_cast<char>(other[i] ^ 0x40);
    BOOST_TEST(!decode(as_octets(other)).ok(), "octet " << i);
  }
  BOOST_TEST(refusal(binary("\x21\0\0\3\3\0\0"sv)) == "wrong_checksum");
}

BOOST_AUTO_TEST_CASE(refuses_what_it_does_not_know) {
  BOOST_TEST(refusal(binary("\x11\x11\0\0"sv)) == "unsupported_version");
  BOOST_TEST(refusal(binary("\x11"sv)) == "unsupported_version");
  BOOST_TEST(refusal(binary("\x22\x11\0\0"sv)) == "unsupported_command");
  BOOST_TEST(refusal(binary("\x21\x41\0\0"sv)) == "malformed_address");
  BOOST_TEST(refusal(binary("\x21\x13\0\0"sv)) == "malformed_address");
  BOOST_TEST(refusal(binary("\x21\x11\0\x0b___________"sv))
             == "malformed_address");
  BOOST_TEST(refusal(binary("\x21\0\0\2\1\0"sv)) == "malformed_tlv");
  BOOST_TEST(refusal(binary("\x21\0\0\4\1\0\2h"sv)) == "malformed_tlv");
}

BOOST_AUTO_TEST_CASE(a_header_has_a_limit) {
  auto wire = binary("\x21\0\0\x10\4\0\x0d"sv) + std::string(13, '\0');
  BOOST_TEST(decode(as_octets(wire), {.octets = 32}).ok());
  auto got = decode(as_octets(wire.substr(0, 16)), {.octets = 31});
  BOOST_TEST_REQUIRE(!got.ok());
  BOOST_TEST((got.error() == errc::too_long)); // before the rest has come
}

BOOST_AUTO_TEST_CASE(garbage_is_refused_at_once) {
  for (auto wire : {"G"sv, "PX"sv, "PROXY\t"sv, "\r\n\r\n\0\r\nQUIX"sv,
                    "\r\nGET"sv, "\0"sv})
    BOOST_TEST(refusal(wire) == "not_a_header");
}

BOOST_AUTO_TEST_CASE(reads_what_is_known_of_tls) {
  auto value = "\7\0\0\0\0\x21\0\7TLSv1.3\x22\0\2me"sv;
  auto x = parse_ssl(value);
  BOOST_TEST_REQUIRE(x.has_value());
  BOOST_TEST(x->over_tls);
  BOOST_TEST(x->certificate_here);
  BOOST_TEST(x->certificate_in_session);
  BOOST_TEST(x->verified);
  BOOST_TEST(*x->find(tlv_type::ssl_version) == "TLSv1.3");
  BOOST_TEST(*x->find(tlv_type::ssl_common_name) == "me");
  x = parse_ssl("\1\0\0\0\0"sv);
  BOOST_TEST(!x->verified); // there was none to verify
  x = parse_ssl("\3\0\0\0\1"sv);
  BOOST_TEST(!x->verified);
  BOOST_TEST(!parse_ssl("\7\0\0\0"sv));
  BOOST_TEST(!parse_ssl(value.substr(0, value.size() - 1)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::proxy_protocol
