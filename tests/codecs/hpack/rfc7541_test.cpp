#include "tests/codecs/hpack/blocks.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace troupe::codecs::hpack {
namespace {

using namespace test;
namespace data = boost::unit_test::data;

struct step {
  std::string_view wire;
  lines told;
  std::size_t table_size;
};

/// Blocks of one connection.
struct example {
  std::string_view section;
  std::size_t limit;
  std::vector<step> steps;

  friend std::ostream& operator<<(std::ostream& out, const example& x) {
    return out << x.section;
  }
};

const auto get = line{":method", "GET"};
const auto authority = line{":authority", "www.example.com"};
const auto custom = line{"custom-key", "custom-value"};

const auto requests = std::vector<lines>{
  {get, {":scheme", "http"}, {":path", "/"}, authority},
  {get,
   {":scheme", "http"},
   {":path", "/"},
   authority,
   {"cache-control", "no-cache"}},
  {get, {":scheme", "https"}, {":path", "/index.html"}, authority, custom},
};

const auto secret = line{"cache-control", "private"};
const auto earlier = line{"date", "Mon, 21 Oct 2013 20:13:21 GMT"};
const auto later = line{"date", "Mon, 21 Oct 2013 20:13:22 GMT"};
const auto elsewhere = line{"location", "https://www.example.com"};

const auto responses = std::vector<lines>{
  {{":status", "302"}, secret, earlier, elsewhere},
  {{":status", "307"}, secret, earlier, elsewhere},
  {{":status", "200"},
   secret,
   later,
   elsewhere,
   {"content-encoding", "gzip"},
   {"set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"}},
};

const auto requests_coded = std::vector<step>{
  {"8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff", requests[0], 57},
  {"8286 84be 5886 a8eb 1064 9cbf", requests[1], 110},
  {"8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf", requests[2],
   164},
};

const auto appendix_c = std::vector<example>{
  {"C.2.1",
   4096,
   {{"400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
     {{"custom-key", "custom-header"}},
     55}}},
  {"C.2.2",
   4096,
   {{"040c 2f73 616d 706c 652f 7061 7468", {{":path", "/sample/path"}}, 0}}},
  {"C.2.3",
   4096,
   {{"1008 7061 7373 776f 7264 0673 6563 7265 74",
     {{"password", "secret", true}},
     0}}},
  {"C.2.4", 4096, {{"82", {get}, 0}}},
  {"C.3",
   4096,
   {{"8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d", requests[0], 57},
    {"8286 84be 5808 6e6f 2d63 6163 6865", requests[1], 110},
    {"8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75"
     "65",
     requests[2], 164}}},
  {"C.4", 4096, requests_coded},
  {"C.5",
   256,
   {{"4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420"
     "3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77"
     "7777 2e65 7861 6d70 6c65 2e63 6f6d",
     responses[0], 222},
    {"4803 3330 37c1 c0bf", responses[1], 222},
    {"88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32"
     "3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a"
     "584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33"
     "3630 303b 2076 6572 7369 6f6e 3d31",
     responses[2], 215}}},
  {"C.6",
   256,
   {{"4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81"
     "66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
     responses[0], 222},
    {"4883 640e ffc1 c0bf", responses[1], 222},
    {"88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a"
     "839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36"
     "72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07",
     responses[2], 215}}},
};

BOOST_AUTO_TEST_SUITE(hpack_rfc7541_test)

BOOST_DATA_TEST_CASE(examples_are_decoded, data::make(appendix_c), row) {
  auto uut = decoder{4096, sizes()};
  auto block = std::string{};
  if (row.limit != default_limit)
    append_integer(block, 0x20, 5, row.limit);
  for (auto& x : row.steps) {
    auto told = decode(uut, block + from_hex(x.wire));
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST(*told == x.told);
    BOOST_TEST(uut.table_size() == x.table_size);
    block.clear();
  }
}

BOOST_AUTO_TEST_CASE(requests_are_encoded_as_in_appendix_c_4) {
  auto uut = encoder{};
  for (auto& x : requests_coded)
    BOOST_TEST((encode(uut, x.told) == from_hex(x.wire)));
}

BOOST_AUTO_TEST_CASE(what_repeats_in_responses_is_encoded_as_in_appendix_c_6) {
  auto uut = encoder{};
  BOOST_TEST((encode(uut, {{":status", "302"}, secret, earlier})
              == from_hex("4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4"
                          "44a8 2005 9504 0b81 66e0 82a6 2d1b ff")));
  // There "307" is Huffman-coded, which is no shorter.
  BOOST_TEST((encode(uut, {{":status", "307"}, secret, earlier})
              == from_hex("4803 3330 37c0 bf")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
