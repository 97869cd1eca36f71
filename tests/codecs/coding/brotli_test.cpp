#include "tests/codecs/coding/coders.hpp"

#include "codecs/coding/brotli.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::coding {
namespace {

constexpr auto question = std::string_view{"to be, or not to be, or not to be: "
                                           "that is the question\n"};

BOOST_AUTO_TEST_SUITE(brotli_test)

BOOST_AUTO_TEST_CASE(decodes_what_the_reference_encoder_wrote) {
  auto quality_11
    = octets_of("1b3700f89d07b6ad38fd42dc39b2a0be06a1d361996f657225e6560a206d88"
                "22952c251fe842a129345e756f2401");
  auto window_of_16_mib
    = octets_of("1f370000045a729ed0cd034aa1b6dfc3061cb805f9e6a9df0fc6adfa8af899"
                "1dddc342b6fe306254");
  auto tens = octets_of("1b130000a4b0b2ea8147028a");
  BOOST_TEST(decode(kind::br, quality_11)
             == (decoding{std::string{question}, "end"}));
  BOOST_TEST(decode(kind::br, window_of_16_mib)
             == (decoding{std::string{question}, "end"}));
  BOOST_TEST(decode(kind::br, tens)
             == (decoding{"XXXXXXXXXXYYYYYYYYYY", "end"}));
}

BOOST_AUTO_TEST_CASE(decodes_the_shortest_message) {
  BOOST_TEST(decode(kind::br, octets_of("06")) == (decoding{"", "end"}));
}

BOOST_AUTO_TEST_CASE(refuses_windows_that_are_not_of_the_rfc) {
  // The "large window" extension begins with 0x11.
  BOOST_TEST(decode(kind::br, octets_of("113700")).ending == "corrupt");
}

BOOST_AUTO_TEST_CASE(encodes_with_a_window_of_256_kib) {
  // RFC 7932 section 9.1: WBITS of 18 is the pattern 0011.
  auto wire = encode(*make_brotli_encoder(4), some_text(1'000'000, 1));
  BOOST_TEST((static_cast<unsigned char>(wire[0]) & 0x0f) == 0x03);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
