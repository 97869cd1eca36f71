#include "codecs/uri/ip_literal.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::uri {
namespace {

BOOST_AUTO_TEST_SUITE(ip_literal_test)

BOOST_AUTO_TEST_CASE(knows_an_ipv4_address) {
  for (auto* x : {"0.0.0.0", "127.0.0.1", "255.255.255.255", "1.20.30.4"})
    BOOST_TEST(is_ipv4_address(x));
  for (auto* x : {"", "1", "1.2.3", "1.2.3.", "1.2.3.4.", "1.2.3.4.5", ".2.3.4",
                  "1..3.4", "256.0.0.1", "01.2.3.4", "1.2.3.x", "1.2.3.-4",
                  "1.2.3.1000", " 1.2.3.4"})
    BOOST_TEST(!is_ipv4_address(x));
}

BOOST_AUTO_TEST_CASE(knows_an_ipv6_address) {
  for (auto* x :
       {"::", "::1", "1::", "1::8", "1:2:3:4:5:6:7:8", "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::", "1:2::5:6:7:8", "2001:DB8::aBcD", "::1.2.3.4",
        "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5::1.2.3.4"})
    BOOST_TEST(is_ipv6_address(x), x);
  for (auto* x : {"",
                  ":",
                  ":::",
                  "1",
                  "1:",
                  ":1",
                  "1:::2",
                  "1::2::3",
                  "::1:",
                  ":1::",
                  "1:2:3:4:5:6:7",
                  "1:2:3:4:5:6:7:8:9",
                  "::1:2:3:4:5:6:7:8",
                  "1:2:3:4:5:6:7:8::",
                  "12345::",
                  "g::",
                  "::1.2.3",
                  "1.2.3.4",
                  "1.2.3.4::",
                  "::1.2.3.4:1",
                  "1:2:3:4:5:6:7:1.2.3.4",
                  "1:2:3:4:5:6::1.2.3.4:",
                  "::1%eth0",
                  "[::1]"})
    BOOST_TEST(!is_ipv6_address(x), x);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::uri
