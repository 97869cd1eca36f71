#include "runtime/config/document.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

namespace troupe::runtime::config {
namespace {

class document_fixture {
protected:
  // The tree on one line: every value with its place.
  static std::string show(const node& x) {
    auto out = std::to_string(x.at.line) + ":" + std::to_string(x.at.column);
    switch (x.what) {
      case node::kind::nothing: return "nothing";
      case node::kind::text: return out + "'" + x.text + "'";
      case node::kind::list:
        out += "[";
        for (auto* item : x.items)
          out += " " + show(*item);
        return out + " ]";
      case node::kind::map:
        out += "{";
        for (auto& y : x.settings)
          out += " " + std::to_string(y.at.line) + ":"
                 + std::to_string(y.at.column) + y.key + "=" + show(*y.value);
        return out + " }";
    }
    return {};
  }

  std::string parsed(std::string_view text) {
    findings out{"f"};
    auto got = document::parse(text, out);
    wrong.clear();
    for (auto& x : std::move(out).take())
      wrong += to_string(x) + "\n";
    return got ? show(got->root()) : "not YAML";
  }

  std::string wrong;
};

BOOST_FIXTURE_TEST_SUITE(document_test, document_fixture)

BOOST_AUTO_TEST_CASE(knows_where_every_key_and_value_stands) {
  BOOST_TEST(parsed("a: 1\nb:\n  - x\n  - {c: d}\n")
             == "1:1{ 1:1a=1:4'1' 2:1b=3:3[ 3:5'x' 4:5{ 4:6c=4:9'd' } ] }");
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_CASE(leaves_text_as_it_was_written) {
  BOOST_TEST(parsed("[off, 0660, 1.0, 'it''s', \"\", \"\\u00e9\"]")
             == "1:1[ 1:2'off' 1:7'0660' 1:13'1.0' 1:18'it's' 1:27'' "
                "1:31'\u00e9' ]");
}

BOOST_AUTO_TEST_CASE(knows_nothing_when_it_sees_it) {
  BOOST_TEST(parsed("a:\nb: ~\nc: null\n")
             == "1:1{ 1:1a=nothing 2:1b=nothing 3:1c=nothing }");
  BOOST_TEST(parsed("") == "nothing");
  BOOST_TEST(parsed("# a comment\n\n") == "nothing");
  BOOST_TEST(parsed("---\n") == "nothing");
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_CASE(survives_being_moved) {
  findings out{"f"};
  auto got = document::parse("a: {b: c}", out);
  BOOST_TEST_REQUIRE(got.has_value());
  auto elsewhere = std::move(*got);
  BOOST_TEST(show(elsewhere.root()) == "1:1{ 1:1a=1:4{ 1:5b=1:8'c' } }");
}

BOOST_AUTO_TEST_CASE(finds_keys_that_stand_twice_and_keeps_the_first) {
  BOOST_TEST(parsed("a: 1\nb: 2\na: 3\n") == "1:1{ 1:1a=1:4'1' 2:1b=2:4'2' }");
  BOOST_TEST(wrong == "f:3:1: 'a' stands here twice; first in line 1\n");
  parsed("x: {a: 1}\ny: {a: 1}\n");
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_CASE(finds_keys_that_are_no_text_and_drops_them) {
  BOOST_TEST(parsed("[a]: 1\nb: 2\n") == "1:1{ 2:1b=2:4'2' }");
  BOOST_TEST(wrong
             == "f:1:1: a key should be text, not a list (an address "
                "such as '[::1]:80' needs quotes)\n");
}

BOOST_AUTO_TEST_CASE(resolves_aliases_to_what_they_name) {
  BOOST_TEST(parsed("a: &x [1]\nb: *x\n")
             == "1:1{ 1:1a=1:4[ 1:8'1' ] 2:1b=1:4[ 1:8'1' ] }");
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_CASE(finds_an_alias_inside_of_what_it_names) {
  BOOST_TEST(parsed("a: &x [*x]\n") == "1:1{ 1:1a=1:4[ nothing ] }");
  BOOST_TEST(wrong == "f:1:8: this alias stands inside of what it names\n");
}

BOOST_AUTO_TEST_CASE(merges_maps_under_what_a_map_says_itself) {
  BOOST_TEST(parsed("a: &x {p: 1, q: 2}\nb: {q: 3, <<: *x}\n")
             == "1:1{ 1:1a=1:4{ 1:8p=1:11'1' 1:14q=1:17'2' } "
                "2:1b=2:4{ 2:5q=2:8'3' 1:8p=1:11'1' } }");
  BOOST_TEST(parsed("<<: [{p: 1}, {p: 2, q: 3}]\n")
             == "1:1{ 1:7p=1:10'1' 1:21q=1:24'3' }");
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_CASE(finds_merges_that_name_no_map) {
  parsed("<<: [1, 2]\na: b\n");
  BOOST_TEST(wrong
             == "f:1:6: '<<' should name a map, or a list of maps\n"
                "f:1:9: '<<' should name a map, or a list of maps\n");
}

BOOST_AUTO_TEST_CASE(finds_a_second_document) {
  BOOST_TEST(parsed("a: 1\n---\nb: 2\n") == "1:1{ 1:1a=1:4'1' }");
  BOOST_TEST(wrong == "f:3:1: a second document; only one is read\n");
  parsed("---\na: 1\n...\n");
  BOOST_TEST(wrong == "");
}

BOOST_AUTO_TEST_CASE(tells_where_it_ceases_to_be_yaml) {
  BOOST_TEST(parsed("a: b: c\n") == "not YAML");
  BOOST_TEST(wrong == "f:1:5: this is not YAML: illegal map value\n");
  BOOST_TEST(parsed("a: [1, 2\n") == "not YAML");
  BOOST_TEST(parsed("a:\n\t- b\n") == "not YAML");
  BOOST_TEST(parsed("a: @b\n") == "not YAML");
  BOOST_TEST(parsed("a: 1\n---\n[") == "not YAML");
}

BOOST_AUTO_TEST_CASE(knows_what_people_meant_by_a_star_or_a_bracket) {
  BOOST_TEST(parsed("a: *:80\n") == "not YAML");
  BOOST_TEST(wrong
             == "f:1:4: this is not YAML: the referenced anchor is not defined "
                "(what begins with '*' or '[' needs quotes: '*:80', "
                "'[::1]:80')\n");
  BOOST_TEST(parsed("a: [::1]:80\n") == "not YAML");
  BOOST_TEST(wrong.find("needs quotes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bears_what_no_person_wrote) {
  BOOST_TEST(parsed(std::string(100'000, '[')) == "not YAML");
  std::string laughs = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) {
    auto was = std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a"
              + was + ", *a" + was + "]\n";
  }
  findings out{"f"};
  BOOST_TEST(document::parse(laughs, out).has_value());
  BOOST_TEST(document::parse(std::string("a: \0b\n", 6), out).has_value());
  for (int octet = 0; octet < 256; ++octet)
    (void)document::parse(std::string(3, static_cast<char>(octet)), out);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::config
