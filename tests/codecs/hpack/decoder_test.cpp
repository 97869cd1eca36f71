#include "tests/codecs/hpack/blocks.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace troupe::codecs::hpack {
namespace {

using namespace test;
namespace data = boost::unit_test::data;

std::optional<lines> decode_hex(decoder& uut, std::string_view digits) {
  return decode(uut, from_hex(digits));
}

bool accepts(decoder& uut, std::string_view digits) {
  return decode_hex(uut, digits).has_value();
}

/// `a: b`, kept.
constexpr auto entry = "40 01 61 01 62";

struct malformed {
  std::string_view why;
  std::string_view wire; ///< after `entry`

  friend std::ostream& operator<<(std::ostream& out, const malformed& x) {
    return out << x.why;
  }
};

const auto malformed_blocks = std::vector<malformed>{
  {"index 0", "80"},
  {"an index beyond both tables", "bf"},
  {"an index far beyond", "ff 80 fe ff ff 0f"},
  {"an index without end", "ff 80"},
  {"an index of more than 32 bits", "ff 80 ff ff ff 1f"},
  {"a name beyond both tables, kept", "7f 00 01 62"},
  {"a name beyond both tables", "0f 30 01 62"},
  {"a name beyond both tables, never indexed", "1f 30 01 62"},
  {"a name's index without end", "7f"},
  {"no name", "40"},
  {"a name without end", "40 02 61"},
  {"no value", "40 01 61"},
  {"a value without end", "40 01 61 02 62"},
  {"a value whose size is without end", "40 01 61 7f"},
  {"a value of four GiB", "40 01 61 7f 80 fe ff ff 0f"},
  {"a name with wrong padding", "40 81 06 01 62"},
  {"a value with wrong padding", "40 01 61 81 06"},
  {"a value with EOS", "40 01 61 84 ff ff ff ff"},
  {"an update behind a field", "82 20"},
  {"what might be a literal", "82 20 01 61 01 62"},
  {"an update behind two of them and a field", "20 3f e1 1f 82 20"},
  {"an update beyond the limit", "3f e2 1f"},
  {"an update without end", "3f"},
  {"an update of more than 32 bits", "3f 80 ff ff ff 1f"},
};

BOOST_AUTO_TEST_SUITE(hpack_decoder_test)

BOOST_DATA_TEST_CASE(what_is_malformed_is_refused, data::make(malformed_blocks),
                     row) {
  auto uut = decoder{4096, sizes()};
  BOOST_TEST_REQUIRE(accepts(uut, entry));
  BOOST_TEST(!accepts(uut, row.wire));
}

BOOST_AUTO_TEST_CASE(no_cut_is_read_as_a_whole) {
  auto block = from_hex("40 82 64 02 01 61 be 10 81 07 03 61 62 63 7e 01 61");
  auto whole = decoder{4096, sizes()};
  BOOST_TEST(accepts(whole, entry));
  auto ends = std::vector<std::size_t>{0, 6, 7, 14, 17};
  for (std::size_t n = 0; n <= block.size(); ++n) {
    auto uut = decoder{4096, sizes()};
    accepts(uut, entry);
    // In memory of that size, for sanitizers to watch.
    auto cut
      = std::vector<char>(block.begin(), block.begin() + static_cast<long>(n));
    auto told = decode(uut, {cut.data(), cut.size()});
    auto is_end = std::find(ends.begin(), ends.end(), n) != ends.end();
    BOOST_TEST(told.has_value() == is_end, "cut at " << n);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_a_block) {
  auto uut = decoder{4096, sizes()};
  BOOST_TEST((decode(uut, "") == lines{}));
}

BOOST_AUTO_TEST_CASE(what_came_before_a_fault_was_told) {
  auto uut = decoder{4096, sizes()};
  auto told = 0;
  auto ok = uut.decode(as_octets(std::string_view{"\x82\x86\x80\x84"}),
                       [&](const field&) { ++told; });
  BOOST_TEST(!ok);
  BOOST_TEST(told == 2);
}

BOOST_AUTO_TEST_CASE(each_kind_of_literal_says_whether_it_may_be_indexed) {
  auto uut = decoder{4096, sizes()};
  BOOST_TEST((decode_hex(uut, "40 01 61 01 62") == lines{{"a", "b"}}));
  BOOST_TEST((decode_hex(uut, "00 01 61 01 62") == lines{{"a", "b"}}));
  BOOST_TEST((decode_hex(uut, "10 01 61 01 62") == lines{{"a", "b", true}}));
  BOOST_TEST(uut.table_size() == 34u);
  // The name of the entry that is there.
  BOOST_TEST((decode_hex(uut, "0f 2f 01 63") == lines{{"a", "c"}}));
  BOOST_TEST((decode_hex(uut, "1f 2f 01 63") == lines{{"a", "c", true}}));
  BOOST_TEST((decode_hex(uut, "7e 01 63 be bf")
              == lines{{"a", "c"}, {"a", "c"}, {"a", "b"}}));
}

BOOST_AUTO_TEST_CASE(a_name_may_be_that_of_the_entry_that_has_to_go) {
  auto uut = decoder{4096, sizes()};
  auto name = std::string(40, 'n');
  // 72 octets each: the first goes when the second comes.
  auto first = from_hex("3f 31 40 28") + name + from_hex("00");
  BOOST_TEST((decode(uut, first) == lines{{name, ""}}));
  BOOST_TEST(
    (decode_hex(uut, "7e 01 76 be") == lines{{name, "v"}, {name, "v"}}));
  // And when nothing comes, for that is larger than the table.
  auto value = std::string(100, 'v');
  BOOST_TEST((decode(uut, from_hex("7e 64") + value) == lines{{name, value}}));
  BOOST_TEST(uut.table_size() == 0u);
  BOOST_TEST(!accepts(uut, "be"));
}

BOOST_AUTO_TEST_CASE(long_indices_are_found) {
  auto uut = decoder{4096, sizes()};
  auto block = std::string{};
  for (auto i = 0; i < 100; ++i)
    block += from_hex("40 01 61 01") + static_cast<char>(i);
  BOOST_TEST(decode(uut, block).has_value());
  for (auto i = 0; i < 100; ++i) {
    auto index = std::string{};
    append_integer(index, 0x80, 7, first_dynamic + static_cast<std::size_t>(i));
    auto want = std::string(1, static_cast<char>(99 - i));
    BOOST_TEST((decode(uut, index) == lines{{"a", want}}));
  }
  BOOST_TEST(!accepts(uut, "ff 23")); // 162
}

// -- the size of the table (sections 4.2 and 6.3) -----------------------------

BOOST_AUTO_TEST_CASE(an_update_evicts) {
  auto uut = decoder{4096, sizes()};
  BOOST_TEST(accepts(uut, entry));
  BOOST_TEST(accepts(uut, "3f 03 be")); // 34
  BOOST_TEST(!accepts(uut, "3f 02 be"));
}

BOOST_AUTO_TEST_CASE(updates_follow_each_other_at_the_beginning) {
  auto uut = decoder{4096, sizes()};
  BOOST_TEST(accepts(uut, entry));
  BOOST_TEST(accepts(uut, "20 3f e1 1f 82"));
  BOOST_TEST(uut.table_size() == 0u);
  BOOST_TEST(uut.table_limit() == 4096u);
  BOOST_TEST(accepts(uut, "20"));
  BOOST_TEST(uut.table_limit() == 0u);
}

BOOST_AUTO_TEST_CASE(a_table_may_be_as_large_as_we_have_told) {
  auto uut = decoder{10'000, sizes()};
  BOOST_TEST(uut.table_limit() == 4096u);
  BOOST_TEST(accepts(uut, "3f f1 4d")); // 10000
  BOOST_TEST(uut.table_limit() == 10'000u);
  BOOST_TEST(!accepts(uut, "3f f2 4d"));
}

BOOST_AUTO_TEST_CASE(a_peer_has_the_default_until_it_knows_better) {
  auto uut = decoder{100, sizes()};
  BOOST_TEST(accepts(uut, entry));
  BOOST_TEST(accepts(uut, "3f e1 1f be"));
  uut.require_limit(100);
  BOOST_TEST(accepts(uut, "3f 45 be")); // 100
  BOOST_TEST(accepts(uut, "be"));
  BOOST_TEST(!accepts(uut, "3f 46 be"));
}

BOOST_AUTO_TEST_CASE(a_required_update_must_come) {
  for (auto wire : {"", "82", "3f 46", "3f 46 3f 45"}) {
    auto uut = decoder{100, sizes()};
    uut.require_limit(100);
    BOOST_TEST(!accepts(uut, wire), "without it: " << wire);
  }
  for (auto wire : {"3f 45", "3f 44 82", "20 3f 45", "3f 45 20"}) {
    auto uut = decoder{100, sizes()};
    uut.require_limit(100);
    BOOST_TEST(accepts(uut, wire), "with it: " << wire);
    BOOST_TEST(accepts(uut, "82"));
  }
}

BOOST_AUTO_TEST_CASE(the_smallest_that_was_required_must_come_first) {
  for (auto [wire, good] : {std::pair{"20 3f e1 1f", true},
                            {"20", true},
                            {"3f e1 1f", false},
                            {"3f 45 20", false}}) {
    auto uut = decoder{4096, sizes()};
    uut.require_limit(0);
    uut.require_limit(4096);
    BOOST_TEST(accepts(uut, wire) == good, wire);
  }
}

BOOST_AUTO_TEST_CASE(what_is_small_enough_needs_no_update) {
  auto uut = decoder{4096, sizes()};
  BOOST_TEST(accepts(uut, "3f 45"));
  uut.require_limit(100);
  BOOST_TEST(accepts(uut, "82"));
  uut.require_limit(10'000);
  BOOST_TEST(accepts(uut, "3f f1 4d"));
}

// -- notes --------------------------------------------------------------------

int asked = 0;

std::uint32_t count_questions(std::string_view, std::string_view) noexcept {
  return static_cast<std::uint32_t>(++asked);
}

BOOST_AUTO_TEST_CASE(a_note_is_asked_for_once) {
  asked = 0;
  auto notes = noter{count_questions};
  BOOST_TEST(asked == 61);
  auto uut = decoder{4096, notes};
  auto told = std::vector<std::uint32_t>{};
  auto block = from_hex("82 40 01 61 01 62 be 82 00 01 61 01 62");
  BOOST_TEST(uut.decode(as_octets(block),
                        [&](const field& x) { told.push_back(x.note); }));
  BOOST_TEST((told == std::vector<std::uint32_t>{2, 62, 62, 2, 63}));
}

BOOST_AUTO_TEST_CASE(an_idle_one_costs_next_to_nothing) {
  BOOST_TEST(sizeof(decoder) <= 160u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
