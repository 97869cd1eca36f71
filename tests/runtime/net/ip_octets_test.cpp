#include "runtime/net/ip_octets.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::runtime::net {
namespace {

BOOST_AUTO_TEST_SUITE(ip_octets_test)

BOOST_AUTO_TEST_CASE(an_address_is_its_octets_however_it_is_spelled) {
  using namespace std::string_view_literals;
  BOOST_TEST(ip_octets{"192.0.2.7"}.view() == "\xc0\x00\x02\x07"sv);
  BOOST_TEST(ip_octets{"2001:db8::1"}.view().size() == 16u);
  BOOST_TEST(ip_octets{"2001:db8::1"}.view()
             == ip_octets{"2001:0DB8:0:0::0001"}.view());
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_its_text) {
  for (auto text : {"", "unix", "192.0.2.7:80", "1.2.3.4.5", ":::"})
    BOOST_TEST(ip_octets{text}.view() == text);
  auto longer = std::string(200, '1');
  BOOST_TEST(ip_octets{longer}.view() == longer);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
