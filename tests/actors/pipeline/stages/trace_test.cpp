#include "tests/support/stage_file.hpp"

#include "actors/config/load.hpp"
#include "actors/pipeline/exchange_identity.hpp"
#include "actors/pipeline/stages/trace.hpp"
#include "actors/testkit/exchange.hpp"

#include "codecs/http/trace_context.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace troupe::actors {
namespace {

namespace http = codecs::http;

constexpr auto parent
  = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// What the origin is told, and what stages know then.
struct told {
  std::string parent;
  std::string state;
  std::string trace_id;
};

told tell(std::string_view options, const field_lines& fields) {
  auto loaded = load_text(test::file_with(options), "f");
  BOOST_TEST_REQUIRE(loaded.ok());
  auto stages = loaded->proxy.routes.front().stages;
  auto got = told{};
  stages.request([&](exchange_context& x) {
    got.trace_id = x.state<exchange_identity>().trace_id;
  });
  auto x = testkit::exchange{stages};
  x.request("GET", "/", fields);
  x.run();
  for (auto& [name, value] : x.upstream_request().fields) {
    if (codecs::fields::same_name(name, "traceparent"))
      got.parent = value;
    if (codecs::fields::same_name(name, "tracestate"))
      got.state = value;
  }
  return got;
}

BOOST_AUTO_TEST_SUITE(trace_test)

BOOST_AUTO_TEST_CASE(a_trace_goes_on_with_us_as_the_parent) {
  auto got = tell(
    "trace",
    {{"traceparent", parent}, {"tracestate", "a=1"}, {"tracestate", "b=2"}});
  auto ours = http::parse_trace_parent(got.parent);
  auto theirs = http::parse_trace_parent(parent);
  BOOST_TEST_REQUIRE(ours.has_value());
  BOOST_TEST((ours->trace == theirs->trace));
  BOOST_TEST((ours->parent != theirs->parent));
  BOOST_TEST(ours->sampled);
  BOOST_TEST(got.state == "a=1,b=2");
  BOOST_TEST(got.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736");
}

BOOST_AUTO_TEST_CASE(a_new_one_begins_where_none_came_that_is_one) {
  for (auto& fields : {field_lines{}, field_lines{{"traceparent", "00-0-0-0"},
                                                  {"tracestate", "a=1"}}}) {
    auto got = tell("trace", fields);
    auto ours = http::parse_trace_parent(got.parent);
    BOOST_TEST_REQUIRE(ours.has_value());
    BOOST_TEST(ours->sampled);
    BOOST_TEST(got.state == "");
    BOOST_TEST(got.parent.substr(3, 32) == got.trace_id);
  }
}

BOOST_AUTO_TEST_CASE(what_begins_here_is_recorded_as_often_as_wished) {
  auto got = tell("{trace: {sample: 0}}", {});
  BOOST_TEST(!http::parse_trace_parent(got.parent)->sampled);
  // The client's word counts for its own.
  got = tell("{trace: {sample: 0}}", {{"traceparent", parent}});
  BOOST_TEST(http::parse_trace_parent(got.parent)->sampled);
  BOOST_TEST(
    test::problem_of("{trace: {sample: 2}}")
    == "'sample' should be a number from 0 to 1, or a percentage, not '2'");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
