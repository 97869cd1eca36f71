#include "codecs/http/conditions.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace troupe::codecs::http {
namespace {

namespace data = boost::unit_test::data;

constexpr std::time_t now = 784111877;      // 100 seconds after
constexpr std::time_t modified = 784111777; // this:
constexpr auto that_date = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr auto before = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr auto after = "Sun, 06 Nov 1994 08:49:38 GMT";

using lines = std::vector<std::pair<std::string, std::string>>;

fields::map map_of(const lines& x) {
  auto all = fields::map{};
  for (auto& [name, value] : x)
    all.append(name, value);
  return all;
}

validators present(bool weak = false) {
  return {.tag = entity_tag{.weak = weak, .text = "\"a\""},
          .modified = modified};
}

struct row {
  const char* name;
  lines request;
  condition want;
  bool weak = false;
  method asked = method::get;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << x.name;
}

const auto holds = condition::holds;
const auto not_modified = condition::not_modified;
const auto failed = condition::precondition_failed;

const auto rfc9110_section_13 = std::vector<row>{
  {"nothing asked", {}, holds},
  // -- one alone
  {"if-match hits", {{"If-Match", "\"b\", \"a\""}}, holds},
  {"if-match misses", {{"If-Match", "\"b\""}}, failed},
  {"if-match any", {{"If-Match", "*"}}, holds},
  {"if-match is strong", {{"If-Match", "W/\"a\""}}, failed},
  {"if-match of a weak one", {{"If-Match", "\"a\""}}, failed, true},
  {"if-match in the second line",
   {{"If-Match", "\"b\""}, {"If-Match", "\"a\""}},
   holds},
  {"if-match of nothing", {{"If-Match", ""}}, failed},
  {"if-none-match hits", {{"If-None-Match", "\"b\", \"a\""}}, not_modified},
  {"if-none-match misses", {{"If-None-Match", "\"b\""}}, holds},
  {"if-none-match any", {{"If-None-Match", "*"}}, not_modified},
  {"if-none-match is weak", {{"If-None-Match", "W/\"a\""}}, not_modified},
  {"if-none-match of a weak one",
   {{"If-None-Match", "\"a\""}},
   not_modified,
   true},
  {"if-none-match is no reading",
   {{"If-None-Match", "\"a\""}},
   failed,
   false,
   method::put},
  {"if-none-match with HEAD",
   {{"If-None-Match", "\"a\""}},
   not_modified,
   false,
   method::head},
  {"if-modified-since then", {{"If-Modified-Since", that_date}}, not_modified},
  {"if-modified-since later", {{"If-Modified-Since", after}}, not_modified},
  {"if-modified-since earlier", {{"If-Modified-Since", before}}, holds},
  {"if-modified-since of no date", {{"If-Modified-Since", "yesterday"}}, holds},
  {"if-modified-since twice",
   {{"If-Modified-Since", that_date}, {"If-Modified-Since", that_date}},
   holds},
  {"if-modified-since is no reading",
   {{"If-Modified-Since", that_date}},
   holds,
   false,
   method::put},
  {"if-unmodified-since then", {{"If-Unmodified-Since", that_date}}, holds},
  {"if-unmodified-since earlier", {{"If-Unmodified-Since", before}}, failed},
  {"if-unmodified-since of no date", {{"If-Unmodified-Since", "x"}}, holds},
  // -- precedence (section 13.2.2)
  {"if-match hides if-unmodified-since",
   {{"If-Match", "\"a\""}, {"If-Unmodified-Since", before}},
   holds},
  {"if-match comes first",
   {{"If-None-Match", "\"a\""}, {"If-Match", "\"b\""}},
   failed},
  {"if-match and then if-none-match",
   {{"If-Match", "\"a\""}, {"If-None-Match", "\"a\""}},
   not_modified},
  {"if-none-match hides if-modified-since",
   {{"If-None-Match", "\"b\""}, {"If-Modified-Since", that_date}},
   holds},
  {"if-unmodified-since and then if-none-match",
   {{"If-Unmodified-Since", that_date}, {"If-None-Match", "\"a\""}},
   not_modified},
  {"if-unmodified-since comes first",
   {{"If-Unmodified-Since", before}, {"If-None-Match", "\"a\""}},
   failed},
};

BOOST_AUTO_TEST_SUITE(conditions_test)

BOOST_DATA_TEST_CASE(come_to_what_the_rfc_says, data::make(rfc9110_section_13),
                     row) {
  auto got = evaluate_conditions(map_of(row.request), row.asked,
                                 present(row.weak), now);
  BOOST_TEST((got == row.want));
}

BOOST_AUTO_TEST_CASE(without_validators_only_a_star_matches) {
  auto eval = [](const lines& x) {
    return evaluate_conditions(map_of(x), method::get, {}, now);
  };
  BOOST_TEST((eval({{"If-Match", "\"a\""}}) == failed));
  BOOST_TEST((eval({{"If-Match", "*"}}) == holds));
  BOOST_TEST((eval({{"If-None-Match", "\"a\""}}) == holds));
  BOOST_TEST((eval({{"If-Modified-Since", that_date}}) == holds));
  BOOST_TEST((eval({{"If-Unmodified-Since", before}}) == holds));
}

BOOST_AUTO_TEST_CASE(if_range_wants_the_very_same) {
  auto applies = [](const char* value, bool weak = false) {
    return range_applies(map_of({{"If-Range", value}}), present(weak), now);
  };
  BOOST_TEST(range_applies({}, present(), now));
  BOOST_TEST(applies("\"a\""));
  BOOST_TEST(!applies("\"b\""));
  BOOST_TEST(!applies("W/\"a\""));
  BOOST_TEST(!applies("\"a\"", true));
  BOOST_TEST(!applies("*"));
  BOOST_TEST(applies(that_date));
  BOOST_TEST(!applies(before));
  BOOST_TEST(!applies(after)); // unlike If-Unmodified-Since
  BOOST_TEST(!applies("nonsense"));
  BOOST_TEST(!range_applies(
    map_of({{"If-Range", "\"a\""}, {"If-Range", "\"a\""}}), present(), now));
}

BOOST_AUTO_TEST_CASE(a_date_of_just_now_is_too_weak_for_if_range) {
  auto request = map_of({{"If-Range", that_date}});
  BOOST_TEST(!range_applies(request, present(), modified));
  BOOST_TEST(!range_applies(request, present(), modified + 1));
  BOOST_TEST(range_applies(request, present(), modified + 2));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
