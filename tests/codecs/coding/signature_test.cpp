#include "codecs/coding/signature.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace troupe::codecs::coding {
namespace {

bool begins_abc(octets x) {
  return std::string_view{"abc"}.starts_with(as_text(x));
}

auto check(const signature<3>& uut, std::string_view input) {
  return uut.check(as_octets(input), begins_abc);
}

BOOST_AUTO_TEST_SUITE(signature_test)

BOOST_AUTO_TEST_CASE(looks_at_its_own_octets_only) {
  signature<3> uut;
  BOOST_TEST(!check(uut, "abcxyz").has_value());
  BOOST_TEST(uut.size_in(as_octets("abcxyz")) == 3u);
  uut.consumed(as_octets("abcxyz"));
  BOOST_TEST(!check(uut, "xyz").has_value());
  BOOST_TEST(uut.size_in(as_octets("xyz")) == 0u);
}

BOOST_AUTO_TEST_CASE(goes_on_where_the_input_was_cut) {
  signature<3> uut;
  BOOST_TEST(!check(uut, "a").has_value());
  uut.consumed(as_octets("a"));
  BOOST_TEST(uut.size_in(as_octets("bcd")) == 2u);
  BOOST_TEST(!check(uut, "bcd").has_value());
  BOOST_TEST((check(uut, "a") == errc::corrupt));
}

BOOST_AUTO_TEST_CASE(takes_a_later_misfit_for_garbage) {
  signature<3> uut;
  BOOST_TEST((check(uut, "abd") == errc::corrupt));
  uut.consumed(as_octets("abc"));
  uut.next();
  BOOST_TEST((check(uut, "abd") == errc::trailing_garbage));
}

BOOST_AUTO_TEST_CASE(is_awaited_between_members) {
  signature<3> uut;
  BOOST_TEST(uut.awaited());
  uut.consumed(as_octets("a"));
  BOOST_TEST(!uut.awaited());
  uut.consumed(as_octets("bcdefghijk"));
  BOOST_TEST(!uut.awaited());
  uut.next();
  BOOST_TEST(uut.awaited());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
