#include "codecs/base/scan.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace troupe::codecs {
namespace {

BOOST_AUTO_TEST_SUITE(scan_test)

// Each octet at each place of inputs that end within, at, and beyond a block.
BOOST_AUTO_TEST_CASE(finds_controls_wherever_they_are) {
  for (std::size_t size = 0; size < 40; ++size) {
    auto input = std::vector<char>(size, '\xff');
    auto* begin = input.data();
    auto* end = begin + size;
    BOOST_TEST((find_control(begin, end) == end));
    for (std::size_t i = 0; i < size; ++i) {
      for (auto c = 0; c < 256; ++c) {
        input[i] = static_cast<char>(c);
        auto is_hit = (c < 0x20 && c != '\t') || c == 0x7f;
        auto* want = is_hit ? begin + i : end;
        if (find_control(begin, end) != want)
          BOOST_TEST(false, "octet " << c << " at " << i << " of " << size);
      }
      input[i] = ' ';
    }
  }
}

BOOST_AUTO_TEST_CASE(finds_the_first_of_several) {
  for (std::size_t size = 2; size < 40; ++size) {
    auto input = std::vector<char>(size, 'x');
    auto* end = input.data() + size;
    input.back() = '\r';
    input[size - 2] = '\n';
    BOOST_TEST((find_control(input.data(), end) == end - 2));
    input.back() = ':';
    input[size - 2] = ':';
    BOOST_TEST((find_colon(input.data(), end) == end - 2));
  }
}

// The same, and where the text ends is something else.
BOOST_AUTO_TEST_CASE(tells_whether_there_are_controls) {
  for (std::size_t size = 0; size < 70; ++size) {
    auto input = std::string(size, '\xff') + '\x01';
    auto text = std::string_view{input}.substr(0, size);
    BOOST_TEST((!has_control(text) && !has_control_or_blank(text)));
    for (std::size_t i = 0; i < size; ++i) {
      for (auto c = 0; c < 256; ++c) {
        input[i] = static_cast<char>(c);
        auto hit = is_control(static_cast<char>(c));
        auto blank = c == ' ' || c == '\t';
        if (has_control(text) != hit
            || has_control_or_blank(text) != (hit || blank))
          BOOST_TEST(false, "octet " << c << " at " << i << " of " << size);
      }
      input[i] = '!';
    }
  }
}

BOOST_AUTO_TEST_CASE(finds_no_colon_beyond_the_end) {
  auto input = std::vector<char>(40, 'x');
  for (std::size_t size = 0; size < 40; ++size) {
    input[size] = ':';
    auto* end = input.data() + size;
    BOOST_TEST((find_colon(input.data(), end) == end));
    BOOST_TEST((find_colon(input.data(), end + 1) == end));
    input[size] = 'x';
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs
