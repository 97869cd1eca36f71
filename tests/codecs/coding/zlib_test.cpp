#include "tests/codecs/coding/coders.hpp"

#include "codecs/coding/zlib.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace troupe::codecs::coding {
namespace {

namespace data = boost::unit_test::data;

constexpr auto question = std::string_view{"to be, or not to be, or not to be: "
                                           "that is the question\n"};

// What `gzip -n` and Python's zlib make of the question.
constexpr auto gzip_of_question
  = std::string_view{"1f8b0800000000000003"
                     "2bc957484ad551c82f52c8cb2f5128c1e459299464249628641603e9"
                     "5485c2d2d4e292ccfc3c2e007162e6f138000000"};
constexpr auto zlib_of_question
  = std::string_view{"78da"
                     "2bc957484ad551c82f52c8cb2f5128c1e459299464249628641603e9"
                     "5485c2d2d4e292ccfc3c2e000f0512e5"};

struct coded_case {
  const char* name;
  kind coding;
  std::string wire;
  decoding want;
};

std::ostream& operator<<(std::ostream& out, const coded_case& x) {
  return out << x.name;
}

const coded_case rfc1950_to_1952[] = {
  {"gzip",
   kind::gzip,
   octets_of(gzip_of_question),
   {std::string{question}, "end"}},
  {"time_and_system",
   kind::gzip,
   octets_of("1f8b0800010000"
             "0000ffcbc80400ac2a93d802000000"),
   {"hi", "end"}},
  {"every_optional_field",
   kind::gzip,
   octets_of("1f8b081e000000000003020061626e616d6500636f6d6d656e7400"
             "a0f0cbc80400ac2a93d802000000"),
   {"hi", "end"}},
  {"two_members",
   kind::gzip,
   encode(kind::gzip, "one, ") + encode(kind::gzip, "two"),
   {"one, two", "end"}},
  {"three_members_one_of_them_empty",
   kind::gzip,
   encode(kind::gzip, "one, ") + encode(kind::gzip, "")
     + encode(kind::gzip, "two"),
   {"one, two", "end"}},
  {"second_member_is_cut",
   kind::gzip,
   encode(kind::gzip, "one") + encode(kind::gzip, "two").substr(0, 4),
   {"one", "truncated"}},
  {"one_octet_of_a_second_member",
   kind::gzip,
   encode(kind::gzip, "one") + "\x1f",
   {"one", "truncated"}},
  {"half_a_signature_and_garbage",
   kind::gzip,
   encode(kind::gzip, "one") + "\x1fx",
   {"", "trailing_garbage"}},
  {"padding",
   kind::gzip,
   encode(kind::gzip, "one") + '\0',
   {"", "trailing_garbage"}},
  {"wrong_checksum",
   kind::gzip,
   octets_of("1f8b0800000000000003cbc80400ad2a93d802000000"),
   {"", "corrupt"}},
  {"wrong_size",
   kind::gzip,
   octets_of("1f8b0800000000000003cbc80400ac2a93d803000000"),
   {"", "corrupt"}},
  {"wrong_method",
   kind::gzip,
   octets_of("1f8b0700000000000003"),
   {"", "corrupt"}},
  {"reserved_flag",
   kind::gzip,
   octets_of("1f8b0820000000000003"),
   {"", "corrupt"}},
  {"zlib_is_not_gzip",
   kind::gzip,
   octets_of(zlib_of_question),
   {"", "corrupt"}},

  {"zlib",
   kind::deflate,
   octets_of(zlib_of_question),
   {std::string{question}, "end"}},
  {"smaller_window",
   kind::deflate,
   octets_of("1895cbc80400013b00d2"),
   {"hi", "end"}},
  {"raw", kind::deflate, octets_of("cbc80400"), {"hi", "end"}},
  {"raw_dynamic",
   kind::deflate,
   octets_of("2bc957484ad551c82f52c8cb2f5128c1e459299464249628641603e95485c2d2"
             "d4e292ccfc3c2e00"),
   {std::string{question}, "end"}},
  {"raw_stored", kind::deflate, octets_of("010200fdff6869"), {"hi", "end"}},
  {"raw_and_garbage",
   kind::deflate,
   octets_of("cbc8040000"),
   {"", "trailing_garbage"}},
  {"raw_and_cut", kind::deflate, octets_of("010200fdff68"), {"h", "truncated"}},
  {"wrong_adler",
   kind::deflate,
   octets_of("789ccbc80400013b00d3"),
   {"", "corrupt"}},
  {"wrong_header_check",
   kind::deflate,
   octets_of("789dcbc80400013b00d2"),
   {"", "corrupt"}},
  {"too_large_a_window",
   kind::deflate,
   octets_of("8819cbc80400013b00d2"),
   {"", "corrupt"}},
  {"a_dictionary",
   kind::deflate,
   octets_of("78f916c00437cbc80400013b00d2"),
   {"", "corrupt"}},
  {"reserved_block_type", kind::deflate, octets_of("07"), {"", "corrupt"}},
};

BOOST_AUTO_TEST_SUITE(zlib_test)

BOOST_DATA_TEST_CASE(decodes_alike_at_every_cut, data::make(rfc1950_to_1952),
                     row) {
  for (auto& cuts : test::cuttings_of(row.wire)) {
    BOOST_TEST_CONTEXT(cuts) {
      auto uut = make_decoder(row.coding);
      auto seen = decode(*uut, row.wire, cuts);
      if (row.want.ending == "corrupt" || row.want.ending == "trailing_garbage")
        seen.text.clear(); // how much came before it depends on the cuts
      BOOST_TEST(seen == row.want);
    }
  }
}

BOOST_AUTO_TEST_CASE(encodes_as_others_do) {
  BOOST_TEST((encode(*make_gzip_encoder(9), question).substr(10)
              == octets_of(gzip_of_question).substr(10)));
  BOOST_TEST((encode(*make_deflate_encoder(9), question)
              == octets_of(zlib_of_question)));
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_itself_in_the_gzip_header) {
  // No name and no time: the same content gives the same octets.
  auto wire = encode(*make_gzip_encoder(5), question);
  BOOST_TEST((wire.substr(0, 10) == octets_of("1f8b0800000000000003")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
