#include "codecs/base/base64.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

namespace troupe::codecs {
namespace {

constexpr auto url = base64_alphabet::url;

BOOST_AUTO_TEST_SUITE(base64_test)

BOOST_AUTO_TEST_CASE(agrees_with_rfc_4648) {
  const auto rows = std::vector<std::pair<std::string, std::string>>{
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
    {"\xfb\xff\xfe", "+//+"},
  };
  for (auto& [octets, text] : rows) {
    BOOST_TEST(to_base64(octets) == text);
    BOOST_TEST(from_base64(text).value() == octets);
  }
}

BOOST_AUTO_TEST_CASE(for_urls_there_are_other_letters_and_no_padding) {
  BOOST_TEST(to_base64("\xfb\xff\xfe", url) == "-__-");
  BOOST_TEST(to_base64("f", url) == "Zg");
  BOOST_TEST(from_base64("-__-", url).value() == "\xfb\xff\xfe");
  BOOST_TEST(from_base64("Zg", url).value() == "f");
  for (auto text : {"Zg==", "+//+", "Z", "Zh", "Zg\n"})
    BOOST_TEST(!from_base64(text, url).has_value(), text);
}

BOOST_AUTO_TEST_CASE(there_is_one_text_for_each_octets) {
  for (auto text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v====", "====",
                    "=", "Z===", "Zg==Zg==", "Zm 9", " Zm9v", "Zm9v\n", "-__-",
                    "Zm9v\xc3\xa4\xc3\xa4", "Z=g="})
    BOOST_TEST(!from_base64(text).has_value(), text);
  BOOST_TEST(!from_base64(std::string(4, '\0')).has_value());
}

BOOST_AUTO_TEST_CASE(all_octets_come_back) {
  auto octets = std::string{};
  for (auto i = 0; i < 700; ++i) {
    BOOST_TEST(from_base64(to_base64(octets)).value() == octets);
    BOOST_TEST(from_base64(to_base64(octets, url), url).value() == octets);
    octets += static_cast<char>(i * 37);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs
