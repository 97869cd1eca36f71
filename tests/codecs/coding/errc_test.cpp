#include "codecs/coding/errc.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace troupe::codecs::coding {
namespace {

constexpr auto last = static_cast<int>(errc::total_exceeded);

BOOST_AUTO_TEST_SUITE(coding_errc_test)

BOOST_AUTO_TEST_CASE(each_code_has_a_word_of_its_own) {
  std::set<std::string_view> words;
  for (auto i = 1; i <= last; ++i)
    words.insert(to_string(static_cast<errc>(i)));
  BOOST_TEST(words.size() == static_cast<std::size_t>(last));
  BOOST_TEST(!words.contains("unknown"));
  BOOST_TEST(to_string(static_cast<errc>(last + 1)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
