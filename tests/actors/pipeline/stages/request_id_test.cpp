#include "tests/support/stage_file.hpp"

#include "actors/config/load.hpp"
#include "actors/pipeline/exchange_identity.hpp"
#include "actors/pipeline/stages/request_id.hpp"
#include "actors/testkit/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace troupe::actors {
namespace {

pipeline from_file(std::string_view stages) {
  auto loaded = load_text(test::file_with(stages), "f");
  BOOST_TEST_REQUIRE(loaded.ok());
  return loaded->proxy.routes.front().stages;
}

std::string value_of(const field_lines& fields, std::string_view name) {
  auto i = std::ranges::find_if(
    fields, [&](auto& x) { return codecs::fields::same_name(x.first, name); });
  return i != fields.end() ? i->second : std::string{};
}

/// The id that the origin gets, and the client, too.
std::string id_of(testkit::exchange& x, const field_lines& fields = {},
                  std::string_view name = "X-Request-Id") {
  x.request("GET", "/", fields);
  x.run();
  auto id = value_of(x.upstream_request().fields, name);
  BOOST_TEST(value_of(x.response().fields, name) == id);
  return id;
}

BOOST_AUTO_TEST_SUITE(request_id_test)

BOOST_AUTO_TEST_CASE(each_request_has_a_name_of_its_own) {
  auto x = testkit::exchange{from_file("request_id")};
  auto first = id_of(x);
  auto second = id_of(x);
  BOOST_TEST(first.size() == 32u);
  BOOST_TEST(first.find_first_not_of("0123456789abcdef") == first.npos);
  BOOST_TEST(first != second);
}

BOOST_AUTO_TEST_CASE(what_a_client_says_counts_where_it_is_believed) {
  auto strict = testkit::exchange{from_file("request_id")};
  BOOST_TEST(id_of(strict, {{"X-Request-Id", "mine"}}) != "mine");
  auto trusting
    = testkit::exchange{from_file("{request_id: {accept: on, field: X-Name}}")};
  BOOST_TEST(id_of(trusting, {{"X-Name", "a-1:b/2"}}, "X-Name") == "a-1:b/2");
  for (auto odd : {std::string{"a b"}, std::string{"\"x\""}, std::string{},
                   std::string(129, 'a')})
    BOOST_TEST(id_of(trusting, {{"X-Name", odd}}, "X-Name").size() == 32u);
  BOOST_TEST(
    id_of(trusting, {{"X-Name", std::string(128, 'a')}}, "X-Name").size()
    == 128u);
}

BOOST_AUTO_TEST_CASE(stages_and_templates_know_it) {
  auto stages = from_file("request_id, {headers: {response: "
                          "[{set: X-Copy, to: '${request.id}'}]}}");
  auto seen = std::string{};
  stages.request([&](exchange_context& x) {
    seen = x.state<exchange_identity>().request_id;
  });
  auto x = testkit::exchange{stages};
  auto id = id_of(x);
  BOOST_TEST(seen == id);
  BOOST_TEST(value_of(x.response().fields, "X-Copy") == id);
}

BOOST_AUTO_TEST_CASE(a_name_for_the_field_must_be_one) {
  BOOST_TEST(test::problem_of("{request_id: {field: 'a b'}}")
             == "'field' should be a field's name, not 'a b'");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
