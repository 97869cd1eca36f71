#include "tests/codecs/http1/transcript.hpp"

#include "codecs/http1/field_lines.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http1 {
namespace {

namespace data = boost::unit_test::data;

struct lines_case {
  const char* name;
  std::string_view wire;
  std::string_view want;
};

std::ostream& operator<<(std::ostream& out, const lines_case& x) {
  return out << x.name;
}

constexpr auto bounds
  = section_bounds{.first_line = 40, .line = 30, .count = 3, .total = 80};

const lines_case rows[] = {
  {"none", "\r\n", ""},
  {"one", "A: b\r\n\r\n", " {A: b}"},
  {"no_blank", "A:b\r\n\r\n", " {A: b}"},
  {"blanks_around", "A: \t b c \t\r\n\r\n", " {A: b c}"},
  {"empty_value", "A:\r\n\r\n", " {A: }"},
  {"only_blanks", "A: \t \r\n\r\n", " {A: }"},
  {"obs_text", "A: \xff\x80\r\n\r\n", " {A: \xff\x80}"},
  {"tab_within", "A: b\tc\r\n\r\n", " {A: b\tc}"},
  {"colons_within", "A: b:c:\r\n\r\n", " {A: b:c:}"},
  {"known_and_long_value", "Host: a234567890123456789.test\r\n\r\n",
   " {Host: a234567890123456789.test}"},
  {"repeated", "A: 1\r\na: 2\r\nA: 3\r\n\r\n", " {A: 1} {a: 2} {A: 3}"},
  {"every_tchar", "!#$%&'*+-.^_`|~09azAZ: x\r\n\r\n",
   " {!#$%&'*+-.^_`|~09azAZ: x}"},
  {"what_follows_is_not_read", "A: b\r\n\r\nxyz\x01", " {A: b}"},
  {"unfinished_name", "Abc", "more"},
  {"unfinished_value", "A: b", "more"},
  {"half_a_line_ending", "A: b\r", "more"},
  {"unfinished_section", "A: b\r\n", "more"},
  {"half_an_empty_line", "A: b\r\n\r", "more"},
  {"no_colon", "Abc\r\n\r\n", "bad_field_name"},
  {"no_colon_but_later", "Abc\r\nB: c\r\n\r\n", "bad_field_name"},
  {"no_name", ": b\r\n\r\n", "bad_field_name"},
  {"space_before_colon", "A : b\r\n\r\n", "bad_field_name"},
  {"known_and_space_before_colon", "Host : b\r\n\r\n", "bad_field_name"},
  {"space_in_name", "A b: c\r\n\r\n", "bad_field_name"},
  {"control_in_name", "A\x01: c\r\n\r\n", "bad_field_name"},
  {"nul_first", std::string_view{"\0: c\r\n\r\n", 8}, "bad_field_name"},
  {"obs_text_in_name", "\xe4: c\r\n\r\n", "bad_field_name"},
  {"control_in_value", "A: b\x01\r\n\r\n", "bad_field_value"},
  {"nul_in_value", std::string_view{"A: \0\r\n\r\n", 8}, "bad_field_value"},
  {"del_in_value", "A: \x7f\r\n\r\n", "bad_field_value"},
  {"control_far_in_value", "A: 2345678901234567\x1f\r\n\r\n",
   "bad_field_value"},
  {"folded", "A: b\r\n c\r\n\r\n", "obs_fold"},
  {"folded_by_tab", "A: b\r\n\tc\r\n\r\n", "obs_fold"},
  {"blank_before_the_first", " A: b\r\n\r\n", "obs_fold"},
  {"bare_lf_after_value", "A: b\n\r\n", "bare_lf"},
  {"bare_lf_after_section", "A: b\r\n\n", "bare_lf"},
  {"bare_lf_after_name", "A\n: b\r\n", "bare_lf"},
  {"bare_cr_in_value", "A: b\rc\r\n\r\n", "bare_cr"},
  {"bare_cr_in_name", "A\rB: c\r\n\r\n", "bare_cr"},
  {"two_crs", "A: b\r\r\n\r\n", "bare_cr"},
  {"bare_cr_first", "A: b\r\n\rB: c\r\n\r\n", "bare_cr"},
  {"first_line_as_long_as_may_be",
   "A: 4567890123456789012345678901234567890\r\n\r\n",
   " {A: 4567890123456789012345678901234567890}"},
  {"first_line_too_long", "A: 45678901234567890123456789012345678901\r\n\r\n",
   "start_line_too_long"},
  {"line_too_long", "A: b\r\nC: 45678901234567890123456789 1\r\n\r\n",
   "field_line_too_long"},
  {"too_long_before_it_is_bad", "A: b\r\nC 345678901234567890123456789 1\r\n",
   "field_line_too_long"},
  {"bad_before_it_is_too_long", "A: b\r\n(C45678901234567890123456789 1\r\n",
   "bad_field_name"},
  {"too_many", "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", "too_many_fields"},
  {"too_many_and_folded", "A: 1\r\nB: 2\r\nC: 3\r\n \r\n", "too_many_fields"},
  {"too_much_in_a_line",
   "A: 4567890123456789012345678901234567\r\n"
   "B: 4567890123456789012345678\r\nC: 4567890123\r\n\r\n",
   "head_too_large"},
};

std::string read(std::string_view wire) {
  // New memory that ends with the wire, for the address sanitizer.
  auto section = std::vector<char>(wire.begin(), wire.end());
  fields::map all;
  auto extent
    = parse_field_lines({section.data(), section.size()}, 0, bounds, all);
  if (!extent)
    return std::string{to_string(extent.error())};
  return extent->size == 0 ? "more" : text_of(all);
}

BOOST_AUTO_TEST_SUITE(field_lines_test)

BOOST_DATA_TEST_CASE(says_of_a_beginning_what_it_says_of_the_whole,
                     data::make(rows), row) {
  BOOST_TEST(read(row.wire) == row.want);
  for (std::size_t n = 0; n < row.wire.size(); ++n) {
    BOOST_TEST_CONTEXT("the first " << n) {
      auto got = read(row.wire.substr(0, n));
      BOOST_TEST((got == "more" || got == row.want));
    }
  }
}

BOOST_AUTO_TEST_CASE(counts_the_empty_line_among_the_octets_of_a_section) {
  constexpr std::string_view wire = "A: b\r\nB: c\r\n\r\n";
  auto read = [&](std::size_t total) {
    fields::map all;
    auto extent = parse_field_lines(
      wire, 0, {.first_line = 9, .line = 9, .count = 9, .total = total}, all);
    return extent ? "fits" : std::string{to_string(extent.error())};
  };
  BOOST_TEST(read(wire.size()) == "fits");
  for (std::size_t total = 0; total < wire.size(); ++total)
    BOOST_TEST(read(total) == "head_too_large");
}

BOOST_AUTO_TEST_CASE(marks_lines_that_can_be_copied_as_they_stand) {
  fields::map all;
  constexpr std::string_view wire
    = "A: b\r\nC:d\r\nE: \t f\r\nG: h \r\nI:  \r\nJ:\r\n\r\n";
  auto huge
    = section_bounds{.first_line = 99, .line = 99, .count = 99, .total = 99};
  BOOST_TEST_REQUIRE(parse_field_lines(wire, 0, huge, all).ok());
  std::string copied, marks;
  for (auto& x : all) {
    marks += x.whole_line ? 'w' : '-';
    if (x.whole_line)
      copied.append(x.name.data(), x.value.data() + x.value.size() + 2);
  }
  BOOST_TEST(marks == "www-ww");
  BOOST_TEST(copied == "A: b\r\nC:d\r\nE: \t f\r\nI:  \r\nJ:\r\n");
}

BOOST_AUTO_TEST_CASE(gives_known_names_their_number) {
  fields::map all;
  constexpr std::string_view wire = "hOST: b\r\nX: d\r\n\r\n";
  BOOST_TEST_REQUIRE(parse_field_lines(wire, 0, bounds, all).ok());
  BOOST_TEST((all[0].id == fields::name::host));
  BOOST_TEST((all[1].id == fields::name::other));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
