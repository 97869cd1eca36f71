#include "codecs/http/entity_tag.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::codecs::http {
namespace {

/// Strong tags as they are, weak ones with their W/.
std::string tags_of(std::string_view list) {
  auto all = std::string{};
  for_each_entity_tag(list, [&](const entity_tag& x) {
    all.append(x.weak ? "W/" : "").append(x.text).append(1, ' ');
  });
  return all;
}

BOOST_AUTO_TEST_SUITE(entity_tag_test)

BOOST_AUTO_TEST_CASE(reads_strong_and_weak_ones) {
  auto strong = parse_entity_tag("\"xyzzy\"");
  BOOST_TEST_REQUIRE(strong.has_value());
  BOOST_TEST(!strong->weak);
  BOOST_TEST(strong->text == "\"xyzzy\"");
  auto weak = parse_entity_tag("W/\"\"");
  BOOST_TEST_REQUIRE(weak.has_value());
  BOOST_TEST(weak->weak);
  BOOST_TEST(weak->text == "\"\"");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_none) {
  for (auto text : {"", "x", "\"", "\"x", "x\"", "w/\"x\"", "W/x", "W/",
                    "\"x\"y", "\"a b\"", "\"a\x7f\"", "*"})
    BOOST_TEST(!parse_entity_tag(text), text);
}

BOOST_AUTO_TEST_CASE(compares_as_the_table_of_rfc_9110_says) {
  auto w1 = entity_tag{.weak = true, .text = "\"1\""};
  auto w2 = entity_tag{.weak = true, .text = "\"2\""};
  auto s1 = entity_tag{.weak = false, .text = "\"1\""};
  BOOST_TEST(!match_strongly(w1, w1));
  BOOST_TEST(match_weakly(w1, w1));
  BOOST_TEST(!match_strongly(w1, w2));
  BOOST_TEST(!match_weakly(w1, w2));
  BOOST_TEST(!match_strongly(w1, s1));
  BOOST_TEST(match_weakly(w1, s1));
  BOOST_TEST(match_strongly(s1, s1));
  BOOST_TEST(match_weakly(s1, s1));
}

BOOST_AUTO_TEST_CASE(lists_may_have_commas_in_tags_and_nothing_between_them) {
  BOOST_TEST(tags_of("\"a\", W/\"b\",\"c,d\"") == "\"a\" W/\"b\" \"c,d\" ");
  BOOST_TEST(tags_of(" ,, \"a\" , ,") == "\"a\" ");
  BOOST_TEST(tags_of("") == "");
}

BOOST_AUTO_TEST_CASE(a_list_ends_where_it_is_none) {
  BOOST_TEST(tags_of("\"a\", b, \"c\"") == "\"a\" ");
  BOOST_TEST(tags_of("\"a\" \"b\"") == "\"a\" ");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
