#include "runtime/tls/ticket_keys.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::runtime::tls {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(ticket_keys_test)

BOOST_AUTO_TEST_CASE(a_key_seals_for_its_life_and_opens_for_twice_as_long) {
  auto uut = ticket_keys{1h};
  auto begin = time::steady_point{} + 100h;
  auto first = uut.current(begin);
  BOOST_TEST((uut.current(begin + 59min).name == first.name));
  auto second = uut.current(begin + 60min);
  BOOST_TEST((second.name != first.name));
  BOOST_TEST((second.cipher != first.cipher));
  BOOST_TEST((second.mac != first.mac));
  BOOST_TEST_REQUIRE(uut.find(first.name, begin + 61min));
  BOOST_TEST(
    !uut.seals_with(*uut.find(first.name, begin + 61min), begin + 61min));
  BOOST_TEST((uut.find(first.name, begin + 119min)->cipher == first.cipher));
  BOOST_TEST(!uut.find(first.name, begin + 120min));
}

BOOST_AUTO_TEST_CASE(keys_are_two_at_most) {
  auto uut = ticket_keys{1h};
  auto begin = time::steady_point{};
  auto first = uut.current(begin);
  auto second = uut.current(begin + 61min);
  auto third = uut.current(begin + 122min);
  BOOST_TEST(!uut.find(first.name, begin));
  BOOST_TEST(uut.find(second.name, begin + 122min));
  BOOST_TEST(uut.find(third.name, begin + 122min));
}

BOOST_AUTO_TEST_CASE(who_names_no_key_of_ours_finds_none) {
  auto uut = ticket_keys{1h};
  auto now = time::steady_point{};
  auto key = uut.current(now);
  BOOST_TEST(!uut.find({}, now));
  BOOST_TEST(!uut.find(std::span{key.name}.first(15), now));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::tls
