#include "actors/access_log/timestamp.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using point = std::chrono::system_clock::time_point;

BOOST_AUTO_TEST_SUITE(timestamp_test)

BOOST_AUTO_TEST_CASE(spells_a_moment_in_three_styles) {
  const auto at = point{784111777999ms};
  using style = timestamp::style;
  BOOST_TEST(timestamp(at, style::rfc3339).view()
             == "1994-11-06T08:49:37.999Z");
  BOOST_TEST(timestamp(at, style::clf).view() == "06/Nov/1994:08:49:37 +0000");
  BOOST_TEST(timestamp(at, style::unix_seconds).view() == "784111777.999");
}

BOOST_AUTO_TEST_CASE(knows_leap_days_and_the_ends_of_years) {
  auto at = [](point x) {
    return std::string{timestamp(x, timestamp::style::rfc3339).view()};
  };
  BOOST_TEST(at(point{}) == "1970-01-01T00:00:00.000Z");
  BOOST_TEST(at(point{1709164800s}) == "2024-02-29T00:00:00.000Z");
  BOOST_TEST(at(point{1735689599s} + 1ms) == "2024-12-31T23:59:59.001Z");
  BOOST_TEST(at(point{1735689600s}) == "2025-01-01T00:00:00.000Z");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
