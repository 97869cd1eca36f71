#include "actors/rate_limit/limit_verdict.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(limit_verdict_test)

BOOST_AUTO_TEST_CASE(what_was_seen_may_reach_the_limit_but_not_pass_it) {
  BOOST_TEST((verdict_on(9, 10, 3s)
              == limit_verdict{
                .granted = true, .limit = 10, .remaining = 1, .reset = 3s}));
  BOOST_TEST((verdict_on(10, 10, 3s)
              == limit_verdict{
                .granted = true, .limit = 10, .remaining = 0, .reset = 3s}));
  BOOST_TEST((verdict_on(11, 10, 3s)
              == limit_verdict{.granted = false,
                               .limit = 10,
                               .remaining = 0,
                               .reset = 3s,
                               .retry_after = 3s}));
  BOOST_TEST(verdict_on(-1, 10, 3s).remaining == 10u);
}

BOOST_AUTO_TEST_CASE(writes_the_fields_of_the_draft) {
  BOOST_TEST(rate_limit_policy_value({.quota = 100, .window = 60s})
             == R"("default";q=100;w=60)");
  BOOST_TEST(rate_limit_policy_value({.name = "in flight", .quota = 5})
             == R"("in flight";q=5)");
  BOOST_TEST(rate_limit_policy_value({.name = R"(a"b\c)", .quota = 1})
             == R"("a\"b\\c";q=1)");
  BOOST_TEST(rate_limit_value("default", {.remaining = 50, .reset = 29001ms})
             == R"("default";r=50;t=30)");
}

BOOST_AUTO_TEST_CASE(who_is_to_come_back_is_never_told_to_come_at_once) {
  BOOST_TEST(retry_after_value({.retry_after = 0s}) == "1");
  BOOST_TEST(retry_after_value({.retry_after = 1ns}) == "1");
  BOOST_TEST(retry_after_value({.retry_after = 1s}) == "1");
  BOOST_TEST(retry_after_value({.retry_after = 1001ms}) == "2");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
