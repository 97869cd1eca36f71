#include "actors/access_log/escape.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::string_literals;
namespace data = boost::unit_test::data;

struct row {
  const char* name;
  std::string value;
  std::string plain;
  std::string quoted;
  std::string json; // without its quotation marks

  friend std::ostream& operator<<(std::ostream& out, const row& x) {
    return out << x.name;
  }
};

const auto rows = std::vector<row>{
  {"words", "a-b/c?d=e", "a-b/c?d=e", "a-b/c?d=e", "a-b/c?d=e"},
  {"nothing", "", "", "", ""},
  {"a blank", "a b", R"(a\x20b)", "a b", "a b"},
  {"the end of a quoted part", R"(x" 200 ")", R"(x\x22\x20200\x20\x22)",
   R"(x\x22 200 \x22)", R"(x\" 200 \")"},
  {"a backslash before the end", R"(x\)", R"(x\x5C)", R"(x\x5C)", R"(x\\)"},
  {"what looks escaped", R"(\x0A)", R"(\x5Cx0A)", R"(\x5Cx0A)", R"(\\x0A)"},
  {"line ends", "a\r\nb", R"(a\x0D\x0Ab)", R"(a\x0D\x0Ab)", R"(a\r\nb)"},
  {"a tab", "a\tb", R"(a\x09b)", R"(a\x09b)", R"(a\tb)"},
  {"NUL and DEL", "\0\x7f"s, R"(\x00\x7F)", R"(\x00\x7F)", R"(\u0000\u007F)"},
  {"a terminal's escape", "\x1b[2J", R"(\x1B[2J)", R"(\x1B[2J)",
   R"(\u001B[2J)"},
  {"two octets", "\xc3\xa9", R"(\xC3\xA9)", R"(\xC3\xA9)", R"(\u00E9)"},
  {"a control character of two octets", "\xc2\x9b", R"(\xC2\x9B)",
   R"(\xC2\x9B)", R"(\u009B)"},
  {"three octets", "\xe2\x80\xae", R"(\xE2\x80\xAE)", R"(\xE2\x80\xAE)",
   R"(\u202E)"},
  {"four octets", "\xf0\x9f\x98\x80", R"(\xF0\x9F\x98\x80)",
   R"(\xF0\x9F\x98\x80)", R"(\uD83D\uDE00)"},
  {"the last code point", "\xf4\x8f\xbf\xbf", R"(\xF4\x8F\xBF\xBF)",
   R"(\xF4\x8F\xBF\xBF)", R"(\uDBFF\uDFFF)"},
  {"beyond the last", "\xf4\x90\x80\x80", R"(\xF4\x90\x80\x80)",
   R"(\xF4\x90\x80\x80)", R"(\uFFFD\uFFFD\uFFFD\uFFFD)"},
  {"Latin-1", "caf\xe9!", R"(caf\xE9!)", R"(caf\xE9!)", R"(caf\uFFFD!)"},
  {"cut in the middle", "a\xe2\x80", R"(a\xE2\x80)", R"(a\xE2\x80)",
   R"(a\uFFFD\uFFFD)"},
  {"a quotation mark inside of a character", "\xe2\"\xac", R"(\xE2\x22\xAC)",
   R"(\xE2\x22\xAC)", R"(\uFFFD\"\uFFFD)"},
  {"longer than needed", "\xc0\xa2\xe0\x80\xa2", R"(\xC0\xA2\xE0\x80\xA2)",
   R"(\xC0\xA2\xE0\x80\xA2)", R"(\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD)"},
  {"half of a surrogate pair", "\xed\xa0\x80", R"(\xED\xA0\x80)",
   R"(\xED\xA0\x80)", R"(\uFFFD\uFFFD\uFFFD)"},
};

BOOST_AUTO_TEST_SUITE(escape_test)

BOOST_DATA_TEST_CASE(spells_what_could_be_mistaken, data::make(rows), row) {
  auto plain = "<"s, quoted = "<"s, json = "<"s;
  append_text(plain, row.value, surroundings::plain);
  append_text(quoted, row.value, surroundings::quoted);
  append_json(json, row.value);
  BOOST_TEST(plain == "<" + row.plain);
  BOOST_TEST(quoted == "<" + row.quoted);
  BOOST_TEST(json == "<\"" + row.json + '"');
}

BOOST_AUTO_TEST_CASE(
  whatever_came_the_line_is_printable_and_stays_in_its_quotes) {
  constexpr auto nasty = std::string_view{"\"\\\n\xe2\xc2\xf0"};
  auto random = std::mt19937{20};
  for (auto round = 0; round < 2000; ++round) {
    auto value = std::string(random() % 40, '\0');
    for (auto& x : value)
      x = random() % 4 == 0 ? nasty[random() % nasty.size()]
                            : static_cast<char>(random());
    auto quoted = ""s, json = ""s;
    append_text(quoted, value, surroundings::quoted);
    append_json(json, value);
    for (auto& x : {quoted, json})
      BOOST_TEST(std::all_of(x.begin(), x.end(),
                             [](char c) { return c >= ' ' && c <= '~'; }),
                 "round " << round);
    BOOST_TEST(quoted.find('"') == quoted.npos);
    auto escaped = false;
    auto ends = 0;
    for (auto c : json.substr(1)) {
      ends += c == '"' && !escaped;
      escaped = c == '\\' && !escaped;
    }
    BOOST_TEST(ends == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
