#include "codecs/http1/section.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs::http1 {
namespace {

std::string read(std::string_view input, std::size_t room = 3) {
  auto line = take_line(input, {room, errc::field_line_too_long});
  if (!line)
    return std::string{to_string(line.error())};
  return *line ? '"' + std::string{**line} + '"' : "more";
}

BOOST_AUTO_TEST_SUITE(section_test)

BOOST_AUTO_TEST_CASE(takes_a_line_up_to_its_crlf) {
  BOOST_TEST(read("abc\r\nd") == "\"abc\"");
  BOOST_TEST(read("\r\n\r\n") == "\"\"");
}

BOOST_AUTO_TEST_CASE(waits_while_a_line_may_still_end_well) {
  for (auto* input : {"", "a", "abc", "abc\r", "\r"})
    BOOST_TEST(read(input) == "more");
}

BOOST_AUTO_TEST_CASE(refuses_a_line_without_room_before_all_else) {
  for (auto* input : {"abcd", "abcd\r", "abcd\n", "abcd\r\n", "a\rcd\n",
                      "abc\rd", "abc\r\r\n"})
    BOOST_TEST(read(input) == "field_line_too_long");
}

BOOST_AUTO_TEST_CASE(refuses_line_ends_that_are_only_half_there) {
  BOOST_TEST(read("ab\n") == "bare_lf");
  BOOST_TEST(read("\n") == "bare_lf");
  BOOST_TEST(read("a\rb\n") == "bare_lf");
  BOOST_TEST(read("a\rb\r\n") == "bare_cr");
  BOOST_TEST(read("a\r\r\n") == "bare_cr");
}

BOOST_AUTO_TEST_CASE(gives_a_line_what_room_the_section_has_left) {
  constexpr auto bounds
    = section_bounds{.first_line = 10, .line = 5, .count = 9, .total = 20};
  auto octets
    = [&](std::size_t offset) { return room_at(bounds, offset)->octets; };
  auto excess
    = [&](std::size_t offset) { return room_at(bounds, offset)->excess; };
  BOOST_TEST(octets(0) == 10u);
  BOOST_TEST((excess(0) == errc::start_line_too_long));
  BOOST_TEST(octets(13) == 5u);
  BOOST_TEST((excess(13) == errc::field_line_too_long));
  BOOST_TEST(octets(14) == 4u);
  BOOST_TEST((excess(14) == errc::head_too_large));
  BOOST_TEST(octets(18) == 0u);
  BOOST_TEST(!room_at(bounds, 19).has_value());
}

BOOST_AUTO_TEST_CASE(does_not_read_again_what_can_say_nothing_new) {
  constexpr auto bounds
    = section_bounds{.first_line = 10, .line = 5, .count = 9, .total = 20};
  section_progress uut;
  BOOST_TEST(!uut.begun());
  BOOST_TEST(uut.is_worth_reading("", bounds));
  uut.note(1, 0);
  BOOST_TEST(uut.begun());
  BOOST_TEST(uut.is_worth_reading("ab", bounds)); // may be CR and no LF
  uut.note(2, 0);
  BOOST_TEST(!uut.is_worth_reading("ab", bounds));
  BOOST_TEST(!uut.is_worth_reading("abcdefghij", bounds));
  BOOST_TEST(uut.is_worth_reading("abcdefghijk", bounds));
  BOOST_TEST(uut.is_worth_reading("abc\r\n", bounds));
  uut.note(7, 5);
  BOOST_TEST(!uut.is_worth_reading("abc\r\nabcde", bounds));
  BOOST_TEST(uut.is_worth_reading("abc\r\nabcdef", bounds));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
