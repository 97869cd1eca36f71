#include "tests/codecs/http1/transcript.hpp"

#include "codecs/http1/body_decoder.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <ostream>

namespace troupe::codecs::http1 {
namespace {

namespace data = boost::unit_test::data;

constexpr auto no_budget = std::numeric_limits<std::uint64_t>::max();

struct body_case {
  const char* name;
  std::string_view wire;
  std::string_view want;
  std::uint64_t budget = no_budget;
};

std::ostream& operator<<(std::ostream& out, const body_case& x) {
  return out << x.name;
}

constexpr auto bounds = limits{
  .field_line = 10, .chunk_line = 16, .trailers = 20, .trailer_count = 3};

const body_case rfc9112_section_7_1[] = {
  {"one_chunk", "5\r\nhello\r\n0\r\n\r\n", "; hello; end"},
  {"no_chunk", "0\r\n\r\n", "; end"},
  {"two_chunks", "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", "; hello; end"},
  {"hex_in_both_cases", "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
   "; 01234567890123456789; end"},
  {"zeros", "0001\r\nx\r\n000\r\n\r\n", "; x; end"},
  {"extension", "1;a=\"b\"\r\nx\r\n0;z\r\n\r\n", "; x; end"},
  {"blank_before_extension", "1 \t;a\r\nx\r\n0\r\n\r\n", "; x; end"},
  {"crlf_in_data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "; \r\n\r\n; end"},
  {"trailers", "0\r\nA: b\r\nC: d\r\n\r\n", "; end {A: b} {C: d}"},
  {"what_follows_is_not_read", "0\r\n\r\nGET", "; end"},
  {"nothing", "", ""},
  {"half_a_size", "1", ""},
  {"half_a_line_ending", "1\r", ""},
  {"half_the_data", "2\r\nx", "; x"},
  {"no_last_chunk", "1\r\nx\r\n", "; x"},
  {"no_end_of_trailers", "0\r\nA: b\r\n", ""},
  {"no_size", "\r\n", "; bad_chunk_size"},
  {"only_an_extension", ";a\r\n", "; bad_chunk_size"},
  {"prefixed", "0x1\r\n", "; bad_chunk_size"},
  {"negative", "-1\r\n", "; bad_chunk_size"},
  {"blank_first", " 1\r\n", "; bad_chunk_size"},
  {"blank_after", "1 \r\n", "; bad_chunk_size"},
  {"control_in_extension", "1;a=\x01\r\n", "; bad_chunk_size"},
  {"bare_lf_after_size", "1\nx", "; bare_lf"},
  {"bare_lf_in_extension", "1;a\nx\r\n", "; bare_lf"},
  {"bare_cr_in_extension", "1;a\rx\r\n", "; bare_cr"},
  {"largest", "7fffffffffffffff\r\nx", "; x"},
  {"overflow", "8000000000000000\r\n", "; chunk_size_overflow"},
  {"overflow_of_64_bits", "10000000000000000\r\n", "; chunk_line_too_long"},
  {"line_as_long_as_may_be", "1;34567890123456\r\nx", "; x"},
  {"line_too_long", "1;345678901234567\r\nx", "; chunk_line_too_long"},
  {"too_long_and_unfinished", "1;345678901234567", "; chunk_line_too_long"},
  {"data_overruns", "1\r\nxy\r\n", "; x; bad_chunk_ending"},
  {"lf_after_data", "1\r\nx\n0\r\n", "; x; bad_chunk_ending"},
  {"cr_after_data", "1\r\nx\rx", "; x; bad_chunk_ending"},
  {"folded_trailer", "0\r\nA: b\r\n c\r\n\r\n", "; bad_trailer"},
  {"bad_trailer_name", "0\r\nA b: c\r\n\r\n", "; bad_trailer"},
  {"bad_trailer_value", "0\r\nA: \x01\r\n\r\n", "; bad_trailer"},
  {"bare_lf_in_trailers", "0\r\nA: b\n\r\n", "; bad_trailer"},
  {"bare_lf_for_trailers", "0\r\n\n", "; bad_trailer"},
  {"bare_cr_in_trailers", "0\r\nA: \rb\r\n\r\n", "; bad_trailer"},
  {"trailer_as_long_as_may_be", "0\r\nA: 4567890\r\n\r\n",
   "; end {A: 4567890}"},
  {"trailer_too_long", "0\r\nA: 45678901\r\n\r\n", "; trailers_too_large"},
  {"as_many_trailers_as_may_be", "0\r\nA:1\r\nB:2\r\nC:3\r\n\r\n",
   "; end {A: 1} {B: 2} {C: 3}"},
  {"too_many_trailers", "0\r\nA:\r\nB:\r\nC:\r\nD:\r\n\r\n",
   "; trailers_too_large"},
  {"trailers_as_large_as_may_be", "0\r\nA: 45\r\nB: 456789\r\n\r\n",
   "; end {A: 45} {B: 456789}"},
  {"trailers_too_large", "0\r\nA: 45\r\nB: 4567890\r\n\r\n",
   "; trailers_too_large"},
  {"within_budget", "1\r\nx\r\n2\r\nyz\r\n0\r\n\r\n", "; xyz; end", 3},
  {"over_budget", "1\r\nx\r\n2\r\nyz\r\n0\r\n\r\n", "; x; body_too_large", 2},
};

std::string read(const body_case& row, const test::cutting& cuts,
                 http::framing framing = {.kind = http::body_kind::chunked}) {
  body_decoder uut;
  uut.begin(framing, row.budget);
  section_progress progress;
  fields::map trailers;
  scribe scribe;
  scribe.begin("-");
  test::deliver(row.wire, cuts, [&](octets input) {
    auto fed = uut.feed(input, bounds, progress, trailers);
    auto noted = scribe.note(fed, request_head{}, trailers);
    if (fed && std::holds_alternative<message_end>(fed->event))
      noted.what = test::fed::then::stop;
    return noted;
  });
  return scribe.notes().text.substr(1);
}

BOOST_AUTO_TEST_SUITE(body_decoder_test)

BOOST_DATA_TEST_CASE(reads_chunks_alike_at_every_cut,
                     data::make(rfc9112_section_7_1), row) {
  for (auto& cuts : test::cuttings_of(row.wire)) {
    BOOST_TEST_CONTEXT(cuts) {
      BOOST_TEST(read(row, cuts) == row.want);
    }
  }
}

BOOST_AUTO_TEST_CASE(reads_other_framings_alike_at_every_cut) {
  using kind = http::body_kind;
  for (auto& cuts : test::cuttings_of("hello")) {
    BOOST_TEST_CONTEXT(cuts) {
      auto row = body_case{"", "hello", ""};
      BOOST_TEST(read(row, cuts, {.kind = kind::length, .length = 5})
                 == "; hello; end");
      BOOST_TEST(read(row, cuts, {.kind = kind::length, .length = 6})
                 == "; hello");
      BOOST_TEST(read(row, cuts, {.kind = kind::length, .length = 4})
                 == "; hell; end");
      BOOST_TEST(read(row, cuts, {.kind = kind::none}) == "; end");
      BOOST_TEST(read(row, cuts, {.kind = kind::until_close}) == "; hello");
    }
  }
}

BOOST_AUTO_TEST_CASE(lends_slices_of_the_input_as_large_as_they_can_be) {
  body_decoder uut;
  uut.begin({.kind = http::body_kind::chunked}, no_budget);
  section_progress progress;
  fields::map trailers;
  auto input = as_octets("5\r\nhello\r\n3\r\nabc\r\n");
  auto fed = uut.feed(input, bounds, progress, trailers);
  BOOST_TEST_REQUIRE(fed.ok());
  auto* slice = std::get_if<body_slice>(&fed->event);
  BOOST_TEST_REQUIRE(slice != nullptr);
  BOOST_TEST(slice->bytes.data() == input.data() + 3);
  BOOST_TEST(slice->bytes.size() == 5u);
  BOOST_TEST(fed->consumed == 8u);
}

BOOST_AUTO_TEST_CASE(lets_the_inside_of_a_chunk_be_moved_past_it) {
  body_decoder uut;
  uut.begin({.kind = http::body_kind::chunked}, no_budget);
  section_progress progress;
  fields::map trailers;
  auto feed = [&](std::string_view x) {
    auto fed = uut.feed(as_octets(x), bounds, progress, trailers);
    BOOST_TEST_REQUIRE(fed.ok());
    return fed->event;
  };
  BOOST_TEST(uut.movable() == 0u);
  feed("100\r\n");
  BOOST_TEST(uut.movable() == 256u);
  feed("x");
  BOOST_TEST(uut.movable() == 255u);
  uut.moved(5);
  BOOST_TEST(uut.movable() == 250u);
  uut.moved(250);
  BOOST_TEST(uut.movable() == 0u);
  BOOST_TEST(std::holds_alternative<message_end>(feed("\r\n0\r\n\r\n")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
