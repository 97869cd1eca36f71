#include "runtime/config/suggest.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace troupe::runtime::config {
namespace {

constexpr auto keys = std::to_array<std::string_view>(
  {"loops", "listeners", "upstreams", "routes", "timeouts", "limits",
   "keep_alive", "warning"});

BOOST_AUTO_TEST_SUITE(suggest_test)

BOOST_AUTO_TEST_CASE(counts_each_slip_once) {
  BOOST_TEST(distance("", "") == 0u);
  BOOST_TEST(distance("routes", "routes") == 0u);
  BOOST_TEST(distance("rutes", "routes") == 1u);   // missing
  BOOST_TEST(distance("rooutes", "routes") == 1u); // too many
  BOOST_TEST(distance("rautes", "routes") == 1u);  // wrong
  BOOST_TEST(distance("ruotes", "routes") == 1u);  // swapped
  BOOST_TEST(distance("abc", "") == 3u);
  BOOST_TEST(distance("", "abc") == 3u);
  BOOST_TEST(distance("kitten", "sitting") == 3u);
}

BOOST_AUTO_TEST_CASE(suggests_the_nearest_of_what_is_near) {
  BOOST_TEST(suggest("listners", keys) == "listeners");
  BOOST_TEST(suggest("upstream", keys) == "upstreams");
  BOOST_TEST(suggest("lopos", keys) == "loops");
  BOOST_TEST(suggest("limit", keys) == "limits");
}

BOOST_AUTO_TEST_CASE(suggests_nothing_that_is_far) {
  BOOST_TEST(suggest("tls", keys) == "");
  BOOST_TEST(suggest("cache", keys) == "");
  BOOST_TEST(suggest("", keys) == "");
  BOOST_TEST(suggest("routes", {}) == "");
}

BOOST_AUTO_TEST_CASE(takes_case_and_hyphens_for_no_slip) {
  BOOST_TEST(suggest("Keep-Alive", keys) == "keep_alive");
  BOOST_TEST(suggest("ROUTES", keys) == "routes");
}

BOOST_AUTO_TEST_CASE(takes_a_beginning_for_the_only_word_that_begins_so) {
  BOOST_TEST(suggest("warn", keys) == "warning");
  BOOST_TEST(suggest("li", keys) == "");
}

BOOST_AUTO_TEST_CASE(never_suggests_to_a_word_that_no_typist_made) {
  BOOST_TEST(suggest(std::string(100'000, 'x'), keys) == "");
}

BOOST_AUTO_TEST_CASE(asks_in_brackets) {
  BOOST_TEST(did_you_mean("rutes", keys) == " (did you mean 'routes'?)");
  BOOST_TEST(did_you_mean("cache", keys) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::config
