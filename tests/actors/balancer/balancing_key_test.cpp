#include "actors/balancer/balancing_key.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using enum balancing_key::kind;

struct fixture {
  fixture() {
    head.target = {.text = "/a/b?c=d", .path = "/a/b"};
    head.fields.append("X-User", "ada");
    head.fields.append("Cookie", "lang=en; id=\"7\"");
    head.fields.append("X-User", "bob");
  }

  std::string of(const balancing_key& key,
                 std::optional<std::string_view> stage = {}) {
    return std::string{key.of(head, "192.0.2.7", stage).value_or("(none)")};
  }

  codecs::http1::request_head head;
};

BOOST_FIXTURE_TEST_SUITE(balancing_key_test, fixture)

BOOST_AUTO_TEST_CASE(a_request_is_known_by_what_the_key_says) {
  BOOST_TEST(of({}) == "/a/b?c=d");
  BOOST_TEST(of(balancing_key{uri}) == "/a/b?c=d");
  BOOST_TEST(of(balancing_key{path}) == "/a/b");
  BOOST_TEST(of(balancing_key{client}) == "192.0.2.7");
  BOOST_TEST(of(balancing_key{field, "x-user"}) == "ada");
  BOOST_TEST(of(balancing_key{cookie, "lang"}) == "en");
}

BOOST_AUTO_TEST_CASE(a_request_may_have_no_key) {
  BOOST_TEST(of(balancing_key{field, "X-None"}) == "(none)");
  BOOST_TEST(of(balancing_key{cookie, "none"}) == "(none)");
  BOOST_TEST(of(balancing_key{stage}) == "(none)");
}

BOOST_AUTO_TEST_CASE(what_a_stage_says_comes_first) {
  for (auto what : {uri, path, field, cookie, client, stage})
    BOOST_TEST(of(balancing_key{what, "X-User"}, "tenant 3") == "tenant 3");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
