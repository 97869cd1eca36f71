#include "runtime/text/pattern.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::runtime::text {
namespace {

using std::string;

pattern compiled(std::string_view expression, pattern_options options = {}) {
  return *pattern::compile(expression, options);
}

string replaced(std::string_view expression, std::string_view text,
                std::size_t group = 0) {
  auto out = string{};
  compiled(expression).replace_all(out, text, [=](string& to, auto& groups) {
    to.append("<").append(groups[group]).append(">");
  });
  return out;
}

BOOST_AUTO_TEST_SUITE(pattern_test)

BOOST_AUTO_TEST_CASE(matches_any_part_unless_it_is_tied) {
  BOOST_TEST(compiled("b+").matches("abbc"));
  BOOST_TEST(!compiled("^b+").matches("abbc"));
  BOOST_TEST(!compiled("^b+$").matches("bbc"));
  BOOST_TEST(compiled("").matches(""));
  BOOST_TEST(!compiled("B").matches("b"));
  BOOST_TEST(compiled("B", {.ignore_case = true}).matches("b"));
}

BOOST_AUTO_TEST_CASE(reads_octets) {
  BOOST_TEST(compiled("^a.b$").matches("a\xff"
                                       "b"));
  BOOST_TEST(compiled("^a..b$").matches("a\u00e4b"));
  BOOST_TEST(compiled("^a\u00e4b$").matches("a\u00e4b"));
  BOOST_TEST(compiled("^a.b$").matches(std::string_view{"a\0b", 3}));
  BOOST_TEST(!compiled("^a.b$").matches("a\nb"));
}

BOOST_AUTO_TEST_CASE(finds_groups_and_where_they_are_not) {
  auto uut = compiled("(a+)|(b+)(c)?");
  BOOST_TEST(uut.group_count() == 3u);
  BOOST_TEST(uut.expression() == "(a+)|(b+)(c)?");
  auto found = pattern::groups{};
  auto text = std::string_view{"xaabb"};
  BOOST_TEST_REQUIRE(uut.find(text, 0, found));
  BOOST_TEST(found[0] == "aa");
  BOOST_TEST(found[1] == "aa");
  BOOST_TEST(found[0].data() == text.data() + 1);
  BOOST_TEST(found[2].empty());
  BOOST_TEST_REQUIRE(uut.find(text, 3, found));
  BOOST_TEST(found[0] == "bb");
  BOOST_TEST(found[1].empty());
  BOOST_TEST(found[2] == "bb");
  BOOST_TEST(found[3].empty());
  BOOST_TEST(!uut.find(text, 5, found));
}

BOOST_AUTO_TEST_CASE(replaces_all_that_match) {
  BOOST_TEST(replaced("b+", "abbcb") == "a<bb>c<b>");
  BOOST_TEST(replaced("x", "abc") == "abc");
  BOOST_TEST(replaced("x", "") == "");
  BOOST_TEST(replaced("(.)=", "a=b=", 1) == "<a><b>");
  BOOST_TEST(replaced("^a", "aaa") == "<a>aa");
  BOOST_TEST(replaced("x*", "ab") == "<>a<>b<>");
  BOOST_TEST(replaced("$", "ab") == "ab<>");
  BOOST_TEST(replaced("", "") == "<>");
}

BOOST_AUTO_TEST_CASE(takes_no_longer_than_the_text_is_long) {
  auto text = string(100'000, 'a');
  BOOST_TEST(!compiled("^(a+)+$").matches(text + '!'));
  BOOST_TEST(!compiled("(a|a)*b").matches(text));
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  auto problem = [](std::string_view expression) {
    auto x = pattern::compile(expression);
    return x ? string{} : x.error();
  };
  BOOST_TEST(problem("a(b")
             == "'a(b' is not a regular expression: missing ): a(b");
  BOOST_TEST(problem("(?=a)")
             == "'(?=a)' is not a regular expression:"
                " invalid perl operator: (?=");
  BOOST_TEST(problem("(a)\\1")
             == "'(a)\\1' is not a regular expression:"
                " invalid escape sequence: \\1");
  auto many = string{};
  for (auto i = 0; i < 16; ++i)
    many += "()";
  BOOST_TEST(problem(many)
             == '\'' + many + "' has 16 groups, which is more than 15");
  BOOST_TEST(problem(many.substr(2)) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::text
