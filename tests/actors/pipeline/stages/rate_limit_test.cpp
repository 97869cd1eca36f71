#include "actors/pipeline/stages/rate_limit.hpp"
#include "actors/testkit/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <barrier>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace troupe::actors::stages {
namespace {

using namespace std::chrono_literals;
using enum rate_limit_options::algorithm;

constexpr auto threads = std::size_t{4};
constexpr auto keys = std::size_t{5};
constexpr auto asked = 60u; // of each key, by each thread
constexpr auto limit = 100u;

using counts = std::array<unsigned, keys>;

/// How often each key is let in when loops share a limit: each has a copy of
/// the stage, and all ask at once. Their clocks stand still.
counts let_in(rate_limit_options::algorithm by) {
  auto stages = pipeline{};
  stages.add(
    rate_limit{{.requests = limit,
                .per = 1h,
                .key = exchange_key{exchange_key::kind::field, "X-Key"},
                .by = by}});
  auto seen = std::vector<counts>(threads);
  auto together = std::barrier{static_cast<std::ptrdiff_t>(threads)};
  {
    auto crowd = std::vector<std::jthread>{};
    for (auto self = std::size_t{0}; self < threads; ++self)
      crowd.emplace_back([&, self] {
        auto x = testkit::exchange{stages};
        together.arrive_and_wait();
        for (auto i = 0u; i < asked; ++i)
          for (auto key = std::size_t{0}; key < keys; ++key) {
            x.request("GET", "/", {{"X-Key", std::to_string(key)}});
            x.run();
            if (x.response().status == 200)
              ++seen[self][key];
          }
      });
  }
  auto sum = counts{};
  for (auto& one : seen)
    std::ranges::transform(sum, one, sum.begin(), std::plus{});
  return sum;
}

BOOST_AUTO_TEST_SUITE(rate_limit_test)

// An estimate is never too low, so that the limit is one. It may be too high,
// by what has been added to the same cells: here by those that others add
// between an observation and the look at it, one a thread. That keys share all
// their cells has a probability of less than 1e-8.
BOOST_AUTO_TEST_CASE(loops_that_share_a_window_admit_no_more_than_the_limit) {
  for (auto n : let_in(window)) {
    BOOST_TEST(n <= limit);
    BOOST_TEST(n > limit - threads);
  }
}

BOOST_AUTO_TEST_CASE(loops_that_share_buckets_admit_the_limit_exactly) {
  for (auto n : let_in(bucket))
    BOOST_TEST(n == limit);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors::stages
