#include "codecs/http/ranges.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace troupe::codecs::http {
namespace {

namespace data = boost::unit_test::data;

/// "0-4 7-9", "200" for a field that does not count, "416".
std::string outcome(std::string_view value, std::uint64_t length,
                    std::size_t max_ranges = default_max_ranges) {
  auto got = parse_ranges(value, length, max_ranges);
  if (got.what == range_request::kind::ignored)
    return "200";
  if (got.what == range_request::kind::unsatisfiable)
    return "416";
  auto text = std::string{};
  for (auto& x : got.ranges)
    text.append(text.empty() ? "" : " ")
      .append(std::to_string(x.first) + '-' + std::to_string(x.last));
  return text;
}

struct row {
  const char* value;
  std::uint64_t length;
  const char* want;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << x.value << " of " << x.length;
}

const auto rfc9110_section_14 = std::vector<row>{
  // -- the examples of section 14.1.2
  {"bytes=0-499", 10000, "0-499"},
  {"bytes=500-999", 10000, "500-999"},
  {"bytes=-500", 10000, "9500-9999"},
  {"bytes=9500-", 10000, "9500-9999"},
  {"bytes=0-0,-1", 10000, "0-0 9999-9999"},
  {"bytes= 0-999, 4500-5499, -1000", 10000, "0-999 4500-5499 9000-9999"},
  {"bytes=500-600,601-999", 10000, "500-999"},
  {"bytes=500-700,601-999", 10000, "500-999"},
  // -- ends
  {"bytes=0-", 10, "0-9"},
  {"bytes=9-", 10, "9-9"},
  {"bytes=10-", 10, "416"},
  {"bytes=0-99", 10, "0-9"},
  {"bytes=-10", 10, "0-9"},
  {"bytes=-11", 10, "0-9"},
  {"bytes=-0", 10, "416"},
  {"bytes=0-0", 1, "0-0"},
  {"bytes=99999999999999999999-", 10, "416"},
  {"bytes=0-99999999999999999999", 10, "0-9"},
  {"bytes=-99999999999999999999", 10, "0-9"},
  {"bytes=18446744073709551615-18446744073709551615", 10, "416"},
  {"bytes=0-18446744073709551615", 18446744073709551615u,
   "0-18446744073709551614"},
  // -- nothing to have a range of
  {"bytes=0-", 0, "416"},
  {"bytes=-5", 0, "200"},
  {"bytes=-0", 0, "416"},
  // -- several
  {"bytes=5-6,0-1", 10, "5-6 0-1"},
  {"bytes=0-1,5-6,1-5", 10, "0-6"},
  {"bytes=5-6,0-1,1-5", 10, "0-6"},
  {"bytes=8-9,0-1,4-5,2-3", 10, "8-9 0-5"},
  {"bytes=0-1,20-30", 10, "0-1"},
  {"bytes=20-30,40-", 10, "416"},
  {"bytes=,0-1,,3-4,", 10, "0-1 3-4"},
  {"bytes=0-1 , 3-4", 10, "0-1 3-4"},
  // -- whatever is wrong is not there
  {"", 10, "200"},
  {"bytes", 10, "200"},
  {"bytes=", 10, "200"},
  {"bytes=,", 10, "200"},
  {"bytes=-", 10, "200"},
  {"bytes=a-b", 10, "200"},
  {"bytes=1", 10, "200"},
  {"bytes=1-2-3", 10, "200"},
  {"bytes=2-1", 10, "200"},
  {"bytes=+1-2", 10, "200"},
  {"bytes=1 -2", 10, "200"},
  {"bytes=0x1-2", 10, "200"},
  {"bytes=0-1,x", 10, "200"},
  {"bytes=0-1,5-4", 10, "200"},
  {"bytes=0-1;3-4", 10, "200"},
  {"bytes =0-1", 10, "200"},
  {"lines=0-1", 10, "200"},
  {"BYTES=0-1", 10, "0-1"},
};

BOOST_AUTO_TEST_SUITE(ranges_test)

BOOST_DATA_TEST_CASE(are_what_the_rfc_says, data::make(rfc9110_section_14),
                     row) {
  BOOST_TEST(outcome(row.value, row.length) == row.want);
}

BOOST_AUTO_TEST_CASE(too_many_are_none) {
  BOOST_TEST(outcome("bytes=0-0,2-2", 10, 2) == "0-0 2-2");
  BOOST_TEST(outcome("bytes=0-0,2-2,4-4", 10, 2) == "200");
  BOOST_TEST(outcome("bytes=0-0,90-,91-", 10, 2) == "200");
  auto many = std::string{"bytes=0-0"};
  for (auto i = 0; i < 100000; ++i)
    many.append(",0-0");
  BOOST_TEST(outcome(many, 10) == "200");
}

BOOST_AUTO_TEST_CASE(tell_which_part_is_sent) {
  BOOST_TEST(content_range({.first = 0, .last = 499}, 1234)
             == "bytes 0-499/1234");
  BOOST_TEST(unsatisfied_range(1234) == "bytes */1234");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
