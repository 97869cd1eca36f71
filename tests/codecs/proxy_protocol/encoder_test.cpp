#include "codecs/proxy_protocol/crc32c.hpp"
#include "codecs/proxy_protocol/decoder.hpp"
#include "codecs/proxy_protocol/encoder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs::proxy_protocol {
namespace {

std::string line(const header& x) {
  std::string out;
  write_line(out, x);
  return out;
}

header again(const header& x, bool checksum) {
  std::string out = "before";
  write_binary(out, x, checksum);
  auto got = decode(as_octets(out).subspan(6), {.octets = 1 << 17});
  BOOST_TEST_REQUIRE(got.ok());
  BOOST_TEST_REQUIRE(got->has_value());
  BOOST_TEST((*got)->consumed == out.size() - 6);
  return (*got)->what;
}

const auto ipv4 = header{.kind = family::ipv4,
                         .source = {"192.0.2.1", 56324},
                         .destination = {"198.51.100.2", 443},
                         .tlvs = {{tlv_type::authority, "a.example"}}};
const auto ipv6 = header{.kind = family::ipv6,
                         .datagram = true,
                         .source = {"2001:db8::1", 1},
                         .destination = {"::1", 65535},
                         .tlvs = {}};
const auto paths = header{.kind = family::unix_path,
                          .source = {"/run/a", 0},
                          .destination = {std::string(108, 'b'), 0},
                          .tlvs = {}};

BOOST_AUTO_TEST_SUITE(encoder_test)

BOOST_AUTO_TEST_CASE(writes_lines) {
  BOOST_TEST(line(ipv4) == "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n");
  auto tcp = ipv6;
  tcp.datagram = false;
  BOOST_TEST(line(tcp) == "PROXY TCP6 2001:db8::1 ::1 1 65535\r\n");
}

BOOST_AUTO_TEST_CASE(a_line_says_nothing_of_what_it_cannot_say) {
  auto odd = ipv4;
  odd.source.host = "here\r\nGET / HTTP/1.1";
  for (auto& x : {ipv6, paths, header{.local = true}, header{}, odd})
    BOOST_TEST(line(x) == "PROXY UNKNOWN\r\n");
}

BOOST_AUTO_TEST_CASE(binary_headers_are_read_as_they_were_meant) {
  for (auto checksum : {false, true})
    for (auto& x : {ipv4, ipv6, paths})
      BOOST_TEST((again(x, checksum) == x));
  BOOST_TEST(again({.local = true}, false).local);
  auto odd = ipv4;
  odd.source.host = "nowhere";
  BOOST_TEST(again(odd, true).local);
  BOOST_TEST(again(odd, true).tlvs.size() == 1u);
}

BOOST_AUTO_TEST_CASE(values_that_find_no_room_are_left_out) {
  auto x = ipv4;
  x.tlvs = {{tlv_type::unique_id, std::string(60000, 'a')},
            {tlv_type::netns, std::string(60000, 'b')},
            {tlv_type::alpn, "h2"}};
  auto got = again(x, true);
  BOOST_TEST_REQUIRE(got.tlvs.size() == 2u);
  BOOST_TEST(got.tlvs[1].value == "h2");
}

BOOST_AUTO_TEST_CASE(the_checksum_is_castagnolis) {
  static_assert(crc32c("123456789") == 0xe3069283); // RFC 3720's check value
  BOOST_TEST(crc32c("6789", crc32c("12345")) == 0xe3069283);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::proxy_protocol
