#include "codecs/base/ascii.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs {
namespace {

BOOST_AUTO_TEST_SUITE(ascii_test)

BOOST_AUTO_TEST_CASE(tokens_are_made_of_the_octets_of_rfc_9110) {
  std::string found;
  for (auto c = 0; c < 256; ++c)
    if (is_tchar(static_cast<char>(c)))
      found += static_cast<char>(c);
  BOOST_TEST(found
             == "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                "^_`abcdefghijklmnopqrstuvwxyz|~");
  BOOST_TEST(is_token("a-b"));
  BOOST_TEST(!is_token(""));
  BOOST_TEST(!is_token("a b"));
}

BOOST_AUTO_TEST_CASE(digits_have_values) {
  for (auto c = 0; c < 256; ++c) {
    auto text = std::string_view{"0123456789abcdefABCDEF"};
    auto at = text.find(static_cast<char>(c));
    auto want = at == text.npos ? -1 : static_cast<int>(at > 15 ? at - 6 : at);
    BOOST_TEST(hex_value(static_cast<char>(c)) == want);
    BOOST_TEST(is_digit(static_cast<char>(c)) == (want >= 0 && want < 10));
  }
}

BOOST_AUTO_TEST_CASE(case_is_a_matter_of_letters_only) {
  BOOST_TEST(same_text("aZ[\xc4", "Az[\xc4"));
  BOOST_TEST(!same_text("[", "{"));
  BOOST_TEST(!same_text("\xc4", "\xe4"));
  BOOST_TEST(!same_text("a", "ab"));
}

BOOST_AUTO_TEST_CASE(trim_leaves_the_end_of_what_is_all_blank) {
  constexpr std::string_view text = " \t ";
  BOOST_TEST(trim(" a b\t") == "a b");
  BOOST_TEST(trim(text).empty());
  BOOST_TEST((trim(text).data() == text.data() + text.size()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs
