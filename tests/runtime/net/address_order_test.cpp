#include "runtime/net/address_order.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace troupe::runtime::net {
namespace {

std::string ordered(std::initializer_list<std::string_view> all) {
  auto is_ipv6 = [](std::string_view x) { return x.starts_with('['); };
  auto result = std::string{};
  for (auto& x : in_turn(std::vector<std::string_view>{all}, is_ipv6))
    result.append(result.empty() ? "" : " ").append(x);
  return result;
}

BOOST_AUTO_TEST_SUITE(address_order_test)

BOOST_AUTO_TEST_CASE(families_take_turns_and_ipv6_begins) {
  BOOST_TEST(ordered({"10.0.0.1", "10.0.0.2", "[::1]", "10.0.0.3", "[::2]"})
             == "[::1] 10.0.0.1 [::2] 10.0.0.2 10.0.0.3");
  BOOST_TEST(ordered({"[::1]", "[::2]", "[::3]", "10.0.0.1"})
             == "[::1] 10.0.0.1 [::2] [::3]");
}

BOOST_AUTO_TEST_CASE(one_family_stays_as_it_is) {
  BOOST_TEST(ordered({"10.0.0.2", "10.0.0.1"}) == "10.0.0.2 10.0.0.1");
  BOOST_TEST(ordered({"[::2]", "[::1]"}) == "[::2] [::1]");
  BOOST_TEST(ordered({}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
