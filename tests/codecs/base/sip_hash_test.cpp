#include "codecs/base/sip_hash.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs {
namespace {

// The key and the texts of the authors' reference: octets that count up.
constexpr auto reference_key
  = sip_key{.first = 0x0706050403020100, .second = 0x0f0e0d0c0b0a0908};

std::string counting(std::size_t size) {
  auto text = std::string(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    text[i] = static_cast<char>(i);
  return text;
}

BOOST_AUTO_TEST_SUITE(sip_hash_test)

BOOST_AUTO_TEST_CASE(agrees_with_the_reference) {
  BOOST_TEST(sip_hash(reference_key, {}) == 0x726fdb47dd0e0e31u);
  BOOST_TEST(sip_hash(reference_key, counting(1)) == 0x74f839c593dc67fdu);
  BOOST_TEST(sip_hash(reference_key, counting(8)) == 0x93f5f5799a932462u);
  BOOST_TEST(sip_hash(reference_key, counting(15)) == 0xa129ca6149be45e5u);
}

BOOST_AUTO_TEST_CASE(another_key_or_a_longer_text_is_another_hash) {
  BOOST_TEST(sip_hash({1, 2}, "x") != sip_hash({2, 1}, "x"));
  BOOST_TEST(sip_hash({}, std::string(7, '\0'))
             != sip_hash({}, std::string(8, '\0')));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs
