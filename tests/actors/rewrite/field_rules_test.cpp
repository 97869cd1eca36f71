#include "tests/actors/rewrite/known_values.hpp"

#include "actors/rewrite/field_rules.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>

namespace troupe::actors {
namespace {

using codecs::fields::map;
using enum field_action;
using std::string;

// Two lines of X-A with something else between them.
map example() {
  auto x = map{};
  x.append("Host", "a.test");
  x.append("X-A", "one");
  x.append("Accept", "text/html");
  x.append("x-a", "two");
  return x;
}

string text_of(const map& all) {
  auto result = string{};
  for (auto& x : all)
    result.append(x.name).append(": ").append(x.value).append("\n");
  return result;
}

field_rules rules_of(std::initializer_list<field_rule> rules,
                     const template_scope& scope = {}) {
  auto result = field_rules{};
  for (auto& x : rules)
    BOOST_TEST_REQUIRE(result.add(x, scope).value_or("") == "");
  return result;
}

string applied(std::initializer_list<field_rule> rules,
               std::size_t refused = 0) {
  auto values = known_values{};
  values.set(variable_kind::client_address, "192.0.2.1")
    .set_header(variable_kind::request_header, "X-Evil", "a\r\nb: c");
  auto all = example();
  auto scratch = string{"left over"};
  BOOST_TEST(rules_of(rules).apply(all, values, scratch) == refused);
  return text_of(all);
}

string problem(const field_rule& x, const template_scope& scope = {}) {
  auto uut = field_rules{};
  auto result = uut.add(x, scope).value_or("");
  BOOST_TEST(uut.empty() == !result.empty());
  return result;
}

BOOST_AUTO_TEST_SUITE(field_rules_test)

BOOST_AUTO_TEST_CASE(sets_a_field_in_the_place_of_the_first) {
  BOOST_TEST(applied({{set, "X-A", "${client.address}"}})
             == "Host: a.test\nX-A: 192.0.2.1\nAccept: text/html\n");
  BOOST_TEST(applied({{set, "X-New", " padded "}})
             == text_of(example()) + "X-New: padded\n");
}

BOOST_AUTO_TEST_CASE(appends_a_line) {
  BOOST_TEST(applied({{append, "X-A", "three"}})
             == text_of(example()) + "X-A: three\n");
}

BOOST_AUTO_TEST_CASE(sets_what_is_absent_and_only_that) {
  BOOST_TEST(
    applied({{set_if_absent, "accept", "x"}, {set_if_absent, "X-B", "y"}})
    == text_of(example()) + "X-B: y\n");
}

BOOST_AUTO_TEST_CASE(removes_all_lines_of_a_name) {
  BOOST_TEST(applied({{remove, "X-a"}, {remove, "X-None"}})
             == "Host: a.test\nAccept: text/html\n");
}

BOOST_AUTO_TEST_CASE(renames_all_lines_of_a_name) {
  BOOST_TEST(applied({{rename, "X-A", "X-B"}})
             == "Host: a.test\nAccept: text/html\nX-B: one\nX-B: two\n");
  BOOST_TEST(applied({{rename, "X-None", "X-B"}}) == text_of(example()));
}

BOOST_AUTO_TEST_CASE(replaces_within_each_line_that_matches) {
  BOOST_TEST(applied({{replace, "X-A", "<${1}>", "(o)"}})
             == "Host: a.test\nX-A: <o>ne\nAccept: text/html\nX-A: tw<o>\n");
  BOOST_TEST(applied({{replace, "X-A", "2", "^two$"}})
             == "Host: a.test\nX-A: one\nAccept: text/html\nX-A: 2\n");
  BOOST_TEST(applied({{replace, "Accept", "${client.address}", ".*/.*"}})
             == "Host: a.test\nX-A: one\nAccept: 192.0.2.1\nx-a: two\n");
  BOOST_TEST(applied({{replace, "X-A", "x", "nowhere"}}) == text_of(example()));
}

BOOST_AUTO_TEST_CASE(a_rule_sees_what_those_before_it_made) {
  BOOST_TEST(applied({{set, "X-B", "abc"},
                      {rename, "X-B", "X-C"},
                      {replace, "X-C", "z", "b"},
                      {remove, "X-A"}})
             == "Host: a.test\nAccept: text/html\nX-C: azc\n");
}

BOOST_AUTO_TEST_CASE(values_that_would_end_a_line_are_refused) {
  const auto evil = string{"${request.header.X-Evil}"};
  BOOST_TEST(applied({{set, "X-A", evil}}, 1) == text_of(example()));
  BOOST_TEST(applied({{append, "X-B", evil}}, 1) == text_of(example()));
  BOOST_TEST(applied({{set, "X-B", string{"a\0b", 3}}}, 1)
             == text_of(example()));
  BOOST_TEST(applied({{replace, "X-A", evil, "o"}}, 2) == text_of(example()));
  BOOST_TEST(applied({{replace, "X-A", evil, "n"}, {set, "X-B", "a\tb"}}, 1)
             == text_of(example()) + "X-B: a\tb\n");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  BOOST_TEST(problem({set, "X A", "x"}) == "'X A' is not a field name");
  BOOST_TEST(problem({set, "", "x"}) == "'' is not a field name");
  BOOST_TEST(problem({rename, "X-A", "X:B"}) == "'X:B' is not a field name");
  BOOST_TEST(problem({rename, "X-A", "x-a"}) == "X-A has that name already");
  BOOST_TEST(problem({set, "X-A", "${nothing}"})
             == "column 1: there is no variable 'nothing'");
  BOOST_TEST(problem({replace, "X-A", "x", "("})
             == "'(' is not a regular expression: missing ): (");
  BOOST_TEST(problem({replace, "X-A", "${1}", "x"})
             == "column 1: there is no group 1: the pattern has 0");
  BOOST_TEST(problem({set, "X-A", "${0}"}, {.has_match = true, .groups = 3})
             == "column 1: there is no match that group 0 could be of");
  BOOST_TEST(problem({set, "X-A", "${response.status}"})
             == "column 1: 'response.status' is not known before the response");
  BOOST_TEST(problem({set, "X-A", "${response.status}"}, {.has_response = true})
             == "");
  BOOST_TEST(
    problem({replace, "X-A", "${response.status}", "x"}, {.has_response = true})
    == "");
}

BOOST_AUTO_TEST_CASE(framing_is_off_limits) {
  for (auto name :
       {"Connection", "content-length", "HTTP2-Settings", "Keep-Alive",
        "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"}) {
    const auto want
      = string{name}
        + " says how messages are framed or connections are kept, and is not"
          " for rules";
    BOOST_TEST(problem({set, name, "1"}) == want);
    BOOST_TEST(problem({remove, name}) == want);
    BOOST_TEST(problem({rename, "X-A", name}) == want);
    BOOST_TEST(problem({rename, name, "X-A"}) == want);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
