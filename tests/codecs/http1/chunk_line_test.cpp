#include "codecs/http1/chunk_line.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs::http1 {
namespace {

std::string read(std::string_view wire) {
  constexpr auto bounds = limits{.chunk_line = 64};
  auto line = parse_chunk_line(wire, bounds);
  if (!line)
    return std::string{to_string(line.error())};
  return std::to_string(line->chunk) + " in " + std::to_string(line->size);
}

BOOST_AUTO_TEST_SUITE(chunk_line_test)

BOOST_AUTO_TEST_CASE(reads_a_size_and_passes_over_extensions) {
  BOOST_TEST(read("1aB\r\n") == "427 in 5");
  BOOST_TEST(read("0;a=b;c=\"d;e\"\r\n") == "0 in 15");
  BOOST_TEST(read("000000000000000000000000000000f\r\n") == "15 in 33");
}

BOOST_AUTO_TEST_CASE(says_nothing_of_a_line_that_is_not_complete) {
  for (auto* wire : {"", "1", "1\r", "1;a"})
    BOOST_TEST(read(wire) == "0 in 0");
}

BOOST_AUTO_TEST_CASE(stops_at_2_to_the_power_of_63) {
  BOOST_TEST(read("7FFFFFFFFFFFFFFF\r\n") == "9223372036854775807 in 18");
  BOOST_TEST(read("8000000000000000\r\n") == "chunk_size_overflow");
  BOOST_TEST(read("FFFFFFFFFFFFFFFF\r\n") == "chunk_size_overflow");
  BOOST_TEST(read("10000000000000000\r\n") == "chunk_size_overflow");
  BOOST_TEST(read("10000000000000001\r\n") == "chunk_size_overflow");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
