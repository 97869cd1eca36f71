#include "codecs/http1/errc.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace troupe::codecs::http1 {
namespace {

constexpr auto last = static_cast<int>(errc::premature_end);

BOOST_AUTO_TEST_SUITE(errc_test)

BOOST_AUTO_TEST_CASE(each_code_has_a_word_of_its_own) {
  std::set<std::string_view> words;
  for (auto i = 1; i <= last; ++i)
    words.insert(to_string(static_cast<errc>(i)));
  BOOST_TEST(words.size() == static_cast<std::size_t>(last));
  BOOST_TEST(!words.contains("unknown"));
  BOOST_TEST(to_string(static_cast<errc>(last + 1)) == "unknown");
}

BOOST_AUTO_TEST_CASE(each_code_has_an_answer) {
  std::multiset<http::status> answers;
  for (auto i = 1; i <= last; ++i)
    answers.insert(status_for(static_cast<errc>(i)));
  BOOST_TEST(answers.count(413) == 1u);
  BOOST_TEST(answers.count(414) == 1u);
  BOOST_TEST(answers.count(431) == 4u);
  BOOST_TEST(answers.count(501) == 1u);
  BOOST_TEST(answers.count(505) == 1u);
  BOOST_TEST(answers.count(400) == answers.size() - 8);
  BOOST_TEST(status_for(errc::bad_host) == 400);
  BOOST_TEST(status_for(errc::unknown_transfer_coding) == 501);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
