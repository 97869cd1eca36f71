#include "codecs/http/date.hpp"
#include "codecs/http/date_parser.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs::http {
namespace {

constexpr std::time_t now = 1'700'000'000; // in 2023

bool reads(std::string_view text, std::time_t wanted) {
  auto got = parse_date(text, now);
  return got && *got == wanted;
}

BOOST_AUTO_TEST_SUITE(date_parser_test)

BOOST_AUTO_TEST_CASE(reads_the_three_examples_of_rfc_9110) {
  BOOST_TEST(reads("Sun, 06 Nov 1994 08:49:37 GMT", 784111777));
  BOOST_TEST(reads("Sunday, 06-Nov-94 08:49:37 GMT", 784111777));
  BOOST_TEST(reads("Sun Nov  6 08:49:37 1994", 784111777));
  BOOST_TEST(reads("Wed Nov 16 08:49:37 1994", 784975777));
}

BOOST_AUTO_TEST_CASE(reads_what_is_written) {
  for (std::time_t at = 0; at < 4'102'444'800; at += 9'876'543)
    BOOST_TEST(reads(date_text{at}.view(), at));
}

BOOST_AUTO_TEST_CASE(two_digits_are_not_more_than_fifty_years_ahead) {
  BOOST_TEST(reads("Sunday, 01-Jan-73 00:00:00 GMT", 3250454400));
  BOOST_TEST(reads("Monday, 01-Jan-74 00:00:00 GMT", 126230400));
  BOOST_TEST(reads("Sunday, 01-Jan-23 00:00:00 GMT", 1672531200));
}

BOOST_AUTO_TEST_CASE(a_leap_second_is_one) {
  BOOST_TEST(reads("Sat, 31 Dec 2016 23:59:60 GMT", 1483228800));
}

BOOST_AUTO_TEST_CASE(refuses_everything_else) {
  for (auto text : {"",
                    "Sun",
                    "Sun,",
                    "Sunday",
                    "now",
                    "0",
                    "784111777",
                    "Sun, 06 Nov 1994 08:49:37",
                    "Sun, 06 Nov 1994 08:49:37 GMT ",
                    "Sun, 06 Nov 1994 08:49:37 UTC",
                    "Sun, 06 Nov 1994 08:49:37 +0000",
                    "Sun,06 Nov 1994 08:49:37 GMT",
                    "Sun, 6 Nov 1994 08:49:37 GMT",
                    "Sun, 06 nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov 94 08:49:37 GMT",
                    "Sun, 31 Nov 1994 08:49:37 GMT",
                    "Sun, 29 Feb 1995 08:49:37 GMT",
                    "Sun, 00 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 24:00:00 GMT",
                    "Sun, 06 Nov 1994 08:60:37 GMT",
                    "Sun, 06 Nov 1994 08:49:61 GMT",
                    "Sun, 06 Nov 1994 08:49:3x GMT",
                    "Sun, -6 Nov 1994 08:49:37 GMT",
                    "Sunday, 06-Nov-1994 08:49:37 GMT",
                    "Sun Nov 6 08:49:37 1994",
                    "Sun Nov  6 08:49:37 94",
                    "Xyz, 06 Nov 1994 08:49:37 GMT"})
    BOOST_TEST(!parse_date(text, now), text);
}

BOOST_AUTO_TEST_CASE(refuses_every_beginning_of_a_date) {
  for (auto whole : {std::string{"Sun, 06 Nov 1994 08:49:37 GMT"},
                     std::string{"Sunday, 06-Nov-94 08:49:37 GMT"},
                     std::string{"Sun Nov  6 08:49:37 1994"}})
    for (std::size_t n = 0; n < whole.size(); ++n)
      BOOST_TEST(!parse_date(whole.substr(0, n), now));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
