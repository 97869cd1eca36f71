#include "actors/rate_limit/token_bucket.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

constexpr auto start = token_bucket::time_point{100s};

// Three at once, one comes back each second.
constexpr auto slow
  = token_bucket_options{.capacity = 3, .refill = 1, .per = 1s};

BOOST_AUTO_TEST_SUITE(token_bucket_test)

BOOST_AUTO_TEST_CASE(starts_full_and_says_when_to_come_back) {
  auto uut = token_bucket{};
  BOOST_TEST(uut.full(start));
  for (auto left : {2u, 1u, 0u}) {
    auto got = uut.take(slow, 1, start);
    BOOST_TEST(got.granted);
    BOOST_TEST(got.limit == 3u);
    BOOST_TEST(got.remaining == left);
    BOOST_TEST((got.reset == (3 - left) * 1s));
    BOOST_TEST((got.retry_after == 0s));
  }
  auto got = uut.take(slow, 1, start + 400ms);
  BOOST_TEST(!got.granted);
  BOOST_TEST(got.remaining == 0u);
  BOOST_TEST((got.retry_after == 600ms));
  BOOST_TEST((got.reset == 2600ms));
  BOOST_TEST(!uut.take(slow, 1, start + 999ms).granted);
  BOOST_TEST(uut.take(slow, 1, start + 1s).granted);
  BOOST_TEST(!uut.full(start + 3s));
  BOOST_TEST(uut.full(start + 4s));
}

BOOST_AUTO_TEST_CASE(what_is_refused_costs_nothing) {
  auto uut = token_bucket{};
  uut.take(slow, 2, start);
  auto got = uut.take(slow, 2, start);
  BOOST_TEST(!got.granted);
  BOOST_TEST(got.remaining == 1u);
  BOOST_TEST((got.retry_after == 1s));
  BOOST_TEST(uut.take(slow, 1, start).granted);
}

BOOST_AUTO_TEST_CASE(a_rest_fills_it_and_no_more_than_that) {
  auto uut = token_bucket{};
  uut.take(slow, 3, start);
  BOOST_TEST(uut.take(slow, 3, start + 1000h).granted);
  BOOST_TEST(!uut.take(slow, 1, start + 1000h).granted);
}

BOOST_AUTO_TEST_CASE(more_than_the_capacity_is_never_granted) {
  auto uut = token_bucket{};
  for (auto n : {4ull, 1000ull, ~0ull}) {
    auto got = uut.take(slow, n, start);
    BOOST_TEST(!got.granted);
    BOOST_TEST((got.retry_after == 3s));
  }
  BOOST_TEST(uut.take(slow, 3, start).granted);
}

BOOST_AUTO_TEST_CASE(grants_its_rate_in_the_long_run) {
  constexpr auto options
    = token_bucket_options{.capacity = 5, .refill = 300, .per = 1min};
  auto uut = token_bucket{};
  auto granted = 0;
  for (auto at = 0ms; at < 10min; at += 17ms)
    granted += uut.take(options, 1, start + at).granted;
  BOOST_TEST(granted >= 3000);
  BOOST_TEST(granted <= 3005);
}

BOOST_AUTO_TEST_CASE(a_clock_that_lags_behind_does_no_harm) {
  auto uut = token_bucket{};
  uut.take(slow, 3, start + 10s);
  auto got = uut.take(slow, 1, start + 9s);
  BOOST_TEST(!got.granted);
  BOOST_TEST(got.remaining == 0u);
  BOOST_TEST((got.retry_after == 2s));
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_its_options) {
  struct row {
    token_bucket_options options;
    std::string problem;
  };
  const auto rows = std::vector<row>{
    {{}, ""},
    {slow, ""},
    {{.capacity = 0}, "a bucket without capacity grants nothing"},
    {{.refill = 0}, "a bucket that is not refilled is soon empty for ever"},
    {{.per = 0s}, "tokens come back within a time between nothing and a year"},
    {{.per = 10000h},
     "tokens come back within a time between nothing and a year"},
    {{.refill = 2'000'000'000},
     "no more than a token comes back in a nanosecond"},
    {{.capacity = 9000, .refill = 1, .per = 1h},
     "the bucket would take more than a year to fill"},
  };
  for (auto& x : rows)
    BOOST_TEST(problem_with(x.options).value_or("") == x.problem);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
