#include "actors/config/load.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

std::string with(std::string_view retries) {
  return std::string{"listeners: [127.0.0.1:80]\nroutes: [{upstream: app}]\n"
                     "upstreams:\n  app:\n    backends: [127.0.0.1:81]\n"
                     "    retries: "}
    .append(retries);
}

retry_options loaded(std::string_view retries) {
  auto got = load_text(with(retries), "f");
  BOOST_TEST_REQUIRE(got.ok());
  return got->proxy.upstreams.at("app").exchange.retries;
}

std::string wrong(std::string_view retries) {
  auto got = load_text(with(retries), "f");
  BOOST_TEST_REQUIRE(!got.ok());
  return got.error().front().message;
}

BOOST_AUTO_TEST_SUITE(retries_test)

BOOST_AUTO_TEST_CASE(what_is_not_said_stays_as_it_is) {
  BOOST_TEST((loaded("{}") == retry_options{}));
}

BOOST_AUTO_TEST_CASE(everything_may_be_said) {
  auto expected = retry_options{.attempts = 3,
                                .on_reset = true,
                                .on_timeout = true,
                                .on_status = {502, 429},
                                .unsafe_methods = true,
                                .per_try = 2s,
                                .total = 10s,
                                .backoff = 25ms,
                                .max_backoff = 1s};
  auto got = loaded("{attempts: 3, on: [reset, 502, timeout, 429], methods: "
                    "all, per_try: 2s, total: 10s, backoff: 25ms, "
                    "max_backoff: 1s}");
  BOOST_TEST((got == expected));
}

BOOST_AUTO_TEST_CASE(finds_what_is_wrong) {
  BOOST_TEST(wrong("{attempts: 0}")
             == "'attempts' should be from 1 to 1000, not '0'");
  for (auto bad : {"connect", "101", "600", "5xx", "-502", "502x"})
    BOOST_TEST(wrong(std::string{"{on: ["}.append(bad).append("]}"))
               == std::string{"'occasion' should be reset, timeout, or a "
                              "status from 200 to 599, not '"}
                    .append(bad)
                    .append("'"));
  BOOST_TEST(wrong("{methods: some}")
               .starts_with("'methods' should be one of "
                            "idempotent, all"));
  BOOST_TEST(wrong("{max_backoff: off}").starts_with("'max_backoff' should"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
