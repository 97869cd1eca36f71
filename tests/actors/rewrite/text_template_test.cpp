#include "tests/actors/rewrite/known_values.hpp"

#include "actors/rewrite/text_template.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using std::string;
using std::string_view;

constexpr auto everything
  = template_scope{.has_response = true, .has_match = true, .groups = 2};

known_values example() {
  auto x = known_values{};
  x.set(variable_kind::client_address, "192.0.2.1")
    .set(variable_kind::client_port, "4711")
    .set(variable_kind::request_method, "GET")
    .set(variable_kind::request_scheme, "https")
    .set(variable_kind::request_host, "a.test:8443")
    .set(variable_kind::request_target, "/x?y=z")
    .set(variable_kind::request_path, "/x")
    .set(variable_kind::request_query, "y=z")
    .set(variable_kind::request_id, "id7")
    .set_header(variable_kind::request_header, "X-Name", "name")
    .set(variable_kind::upstream_address, "127.0.0.1:9000")
    .set(variable_kind::response_status, "404")
    .set_header(variable_kind::response_header, "Server", "origin");
  return x;
}

string written(string_view text) {
  auto out = string{"> "};
  auto groups = std::array<string_view, 3>{"all", "one", "two"};
  text_template::parse(text, everything)->append_to(out, example(), groups);
  return out.substr(2);
}

string problem(string_view text, const template_scope& scope = {}) {
  auto x = text_template::parse(text, scope);
  return x ? string{} : x.error();
}

// Is a value that must be spelled anew each time.
class counting : public variables {
public:
  std::optional<string_view> find(const variable&) const override {
    scratch_ = std::to_string(++count_);
    return scratch_;
  }

private:
  mutable string scratch_;
  mutable int count_ = 0;
};

BOOST_AUTO_TEST_SUITE(text_template_test)

BOOST_AUTO_TEST_CASE(text_stays_as_it_is) {
  BOOST_TEST(written("") == "");
  BOOST_TEST(written("just text {with} braces}") == "just text {with} braces}");
  BOOST_TEST(written("costs $$5, or $$${request.id}$$")
             == "costs $5, or $id7$");
  BOOST_TEST(written("$${request.id}") == "${request.id}");
}

BOOST_AUTO_TEST_CASE(knows_all_variables) {
  BOOST_TEST(written("${client.address} ${client.port}") == "192.0.2.1 4711");
  BOOST_TEST(written("${request.method} ${request.scheme} ${request.host}")
             == "GET https a.test:8443");
  BOOST_TEST(written("${request.target}=${request.path}?${request.query}")
             == "/x?y=z=/x?y=z");
  BOOST_TEST(written("${request.id}${request.header.X-Name}") == "id7name");
  BOOST_TEST(written("${upstream.address}") == "127.0.0.1:9000");
  BOOST_TEST(written("${response.status}:${response.header.Server}")
             == "404:origin");
}

BOOST_AUTO_TEST_CASE(groups_are_those_of_the_match) {
  BOOST_TEST(written("${2}-${1}-${0}") == "two-one-all");
}

BOOST_AUTO_TEST_CASE(what_there_is_not_is_written_as_nothing) {
  BOOST_TEST(written("<${request.header.X-Other}>") == "<>");
  auto out = string{};
  text_template::parse("<${1}>", everything)->append_to(out, example());
  BOOST_TEST(out == "<>");
}

BOOST_AUTO_TEST_CASE(a_value_is_used_before_the_next_is_asked_for) {
  auto out = string{};
  text_template::parse("${request.id} ${request.id}")
    ->append_to(out, counting{});
  BOOST_TEST(out == "1 2");
}

BOOST_AUTO_TEST_CASE(names_of_headers_are_looked_up_once) {
  class asked_for : public variables {
  public:
    std::optional<string_view> find(const variable& x) const override {
      BOOST_TEST((x.kind == variable_kind::request_header));
      BOOST_TEST(x.header == "content-type");
      BOOST_TEST((x.header_id == codecs::fields::name::content_type));
      return "seen";
    }
  };
  auto out = string{};
  text_template::parse("${request.header.content-type}")
    ->append_to(out, asked_for{});
  BOOST_TEST(out == "seen");
}

BOOST_AUTO_TEST_CASE(says_where_what_is_wrong) {
  struct row {
    string text;
    string problem;
  };
  const auto lone
    = string{"a lone '$': write '$$', or '${' and the name of a variable"};
  const auto rows = std::vector<row>{
    {"$", "column 1: " + lone},
    {"ab$c", "column 3: " + lone},
    {"$$$", "column 3: " + lone},
    {"ab${client.address", "column 3: '${' without '}'"},
    {"${}", "column 1: a variable without a name"},
    {"x ${request.metod}", "column 3: there is no variable 'request.metod'"
                           " (did you mean 'request.method'?)"},
    {"${request.heder.X-A}",
     "column 1: there is no variable 'request.heder.X-A'"
     " (did you mean 'request.header.X-A'?)"},
    {"${request.header}", "column 1: there is no variable 'request.header'"
                          " (did you mean 'request.header.X-Name'?)"},
    {"${env.HOME}", "column 1: there is no variable 'env.HOME'"},
    {"${.}", "column 1: there is no variable '.'"},
    {"${request.header.}", "column 1: '' is not a field name"},
    {"${request.header.a b}", "column 1: 'a b' is not a field name"},
    {"${response.status}",
     "column 1: 'response.status' is not known before the response"},
    {"${1}", "column 1: there is no match that group 1 could be of"},
  };
  for (auto& x : rows)
    BOOST_TEST(problem(x.text) == x.problem);
  BOOST_TEST(problem("a${3}", everything)
             == "column 2: there is no group 3: the pattern has 2");
  BOOST_TEST(
    problem("${99999999999999999999}", everything)
    == "column 1: there is no group 99999999999999999999: the pattern has 2");
  BOOST_TEST(problem("${0}", {.has_match = true}) == "");
}

BOOST_AUTO_TEST_CASE(tells_how_it_begins) {
  auto leading = [](string_view text) {
    return string{text_template::parse(text)->leading_text()};
  };
  BOOST_TEST(leading("") == "");
  BOOST_TEST(leading("/a$$b${request.path}") == "/a$b");
  BOOST_TEST(leading("${request.path}/a") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
