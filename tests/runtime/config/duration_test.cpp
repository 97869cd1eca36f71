#include "runtime/config/duration.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace troupe::runtime::config {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(duration_test)

BOOST_AUTO_TEST_CASE(reads_whole_numbers_with_units) {
  struct row {
    std::string_view text;
    std::chrono::milliseconds want;
  };
  for (auto [text, want] : {
         row{"250ms", 250ms},
         row{"5s", 5s},
         row{"2m", 2min},
         row{"1h", 1h},
         row{"1m30s", 90s},
         row{"1h1m1s1ms", 3'661'001ms},
         row{"1h5ms", 3'600'005ms},
         row{"90s", 90s},
         row{"0s", 0s},
         row{"007s", 7s},
         row{"8760h", 8760h},
       }) {
    BOOST_TEST_CONTEXT(text) {
      auto got = parse_duration(text);
      BOOST_TEST_REQUIRE(got.ok());
      BOOST_TEST((*got == want));
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_everything_else_for_its_reason) {
  struct row {
    std::string_view text;
    duration_errc want;
  };
  using enum duration_errc;
  for (auto [text, want] : {
         row{"5", no_unit},
         row{"0", no_unit},
         row{"", not_a_duration},
         row{"s", not_a_duration},
         row{"soon", not_a_duration},
         row{"5 s", not_a_duration},
         row{" 5s", not_a_duration},
         row{"5s ", not_a_duration},
         row{"5S", not_a_duration},
         row{"5sec", not_a_duration},
         row{"5d", not_a_duration},
         row{"1.5s", not_a_duration},
         row{"-5s", not_a_duration},
         row{"+5s", not_a_duration},
         row{"1m30", not_a_duration},
         row{"30s1m", not_a_duration},
         row{"1s1s", not_a_duration},
         row{"8760h1ms", too_long},
         row{"9223372036854775807ms", too_long},
         row{"9223372036854775807h", too_long},
         row{"99999999999999999999s", too_long},
       }) {
    BOOST_TEST_CONTEXT(text) {
      auto got = parse_duration(text);
      BOOST_TEST_REQUIRE(!got.ok());
      BOOST_TEST((got.error() == want));
    }
  }
}

BOOST_AUTO_TEST_CASE(writes_what_it_reads) {
  for (std::string_view text :
       {"250ms", "5s", "2m", "1h", "1m30s", "0s", "1h1m1s1ms", "8760h"})
    BOOST_TEST(to_string(*parse_duration(text)) == text);
  BOOST_TEST(to_string(90'000ms) == "1m30s");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::config
