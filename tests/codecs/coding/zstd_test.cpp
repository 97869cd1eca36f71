#include "tests/codecs/coding/coders.hpp"

#include "codecs/coding/zstd.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace troupe::codecs::coding {
namespace {

namespace data = boost::unit_test::data;

constexpr auto question = std::string_view{"to be, or not to be, or not to be: "
                                           "that is the question\n"};

struct frame_case {
  const char* name;
  std::string_view wire; // in hexadecimal
  decoding want;
};

std::ostream& operator<<(std::ostream& out, const frame_case& x) {
  return out << x.name;
}

// Frames that hold "hi" in a raw block, but for those of the command zstd.
const frame_case rfc8878_section_3_1[] = {
  {"by_the_command",
   "28b52ffd24386501005402746f2062652c206f72206e6f74203a2074686174206973207468"
   "65207175657374696f6e0a0100914c256d7082b2",
   {std::string{question}, "end"}},
  {"empty_by_the_command", "28b52ffd240001000099e9d851", {"", "end"}},
  {"wrong_checksum", "28b52ffd240001000099e9d852", {"", "corrupt"}},
  {"no_size", "28b52ffd00481100006869", {"hi", "end"}},
  {"two_frames",
   "28b52ffd0048110000686928b52ffd00481100006869",
   {"hihi", "end"}},
  {"skippable", "502a4d180300000061626328b52ffd00481100006869", {"hi", "end"}},
  {"last_skippable", "5f2a4d1800000000", {"", "end"}},
  {"skippable_is_cut", "502a4d18030000006162", {"", "truncated"}},
  {"magic_is_cut", "28b52f", {"", "truncated"}},
  {"wrong_magic", "28b52ffe", {"", "corrupt"}},
  {"half_of_each_magic", "28b54d18", {"", "corrupt"}},
  {"before_the_rfc", "27b52ffd00481100006869", {"", "corrupt"}},
  {"garbage_after", "28b52ffd0048110000686900", {"", "trailing_garbage"}},
  {"garbage_like_a_magic",
   "28b52ffd0048110000686928b500",
   {"", "trailing_garbage"}},
  {"garbage_like_two_magics",
   "28b52ffd0048110000686928b54d00",
   {"", "trailing_garbage"}},
  {"window_of_8_mib", "28b52ffd00681100006869", {"hi", "end"}},
  {"window_of_9_mib", "28b52ffd00691100006869", {"", "window_too_large"}},
  {"large_window_for_a_known_size",
   "28b52ffd807002000000"
   "1100006869",
   {"", "window_too_large"}},
  {"header_that_holds_a_frame",
   "28b52ffd502a4d180300000061626328b52ffd00481100006869",
   {"", "corrupt"}},
  {"reserved_block", "28b52ffd00480700006869", {"", "corrupt"}},
  {"unknown_dictionary",
   "28b52ffd014801"
   "1100006869",
   {"", "corrupt"}},
  {"size_is_wrong",
   "28b52ffd2003"
   "1100006869",
   {"", "corrupt"}},
};

BOOST_AUTO_TEST_SUITE(zstd_test)

BOOST_DATA_TEST_CASE(decodes_alike_at_every_cut,
                     data::make(rfc8878_section_3_1), row) {
  auto wire = octets_of(row.wire);
  for (auto& cuts : test::cuttings_of(wire)) {
    BOOST_TEST_CONTEXT(cuts) {
      auto uut = make_decoder(kind::zstd);
      auto seen = decode(*uut, wire, cuts);
      if (row.want.text.empty())
        seen.text.clear(); // how much came before it depends on the cuts
      BOOST_TEST(seen == row.want);
    }
  }
}

BOOST_AUTO_TEST_CASE(encodes_with_a_window_of_512_kib_at_every_level) {
  for (auto level : {1, 3, 19}) {
    auto wire = encode(*make_zstd_encoder(level), some_text(1'000'000, 1));
    // No content size, no checksum; the exponent 9 of RFC 8878 section 3.1.1.
    BOOST_TEST((wire.substr(0, 6) == octets_of("28b52ffd0048")));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
