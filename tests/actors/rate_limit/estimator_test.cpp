#include "actors/rate_limit/estimator.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <thread>

namespace troupe::actors {
namespace {

const auto digest = key_hash{{1, 2}};

key_digest numbered(int i) {
  return digest(std::to_string(i));
}

BOOST_AUTO_TEST_SUITE(estimator_test)

BOOST_AUTO_TEST_CASE(counts_up_and_down) {
  auto uut = estimator{};
  BOOST_TEST(uut.get(digest("a")) == 0);
  BOOST_TEST(uut.add(digest("a")) == 1);
  BOOST_TEST(uut.add(digest("a"), 4) == 5);
  BOOST_TEST(uut.add(digest("b"), 7) == 7);
  BOOST_TEST(uut.add(digest("a"), -2) == 3);
  BOOST_TEST(uut.get(digest("a")) == 3);
  uut.reset();
  BOOST_TEST(uut.get(digest("a")) == 0);
  BOOST_TEST(uut.get(digest("b")) == 0);
}

BOOST_AUTO_TEST_CASE(wraps_around_without_harm) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  auto uut = estimator{};
  BOOST_TEST(uut.add(digest("a"), most) == most);
  BOOST_TEST(uut.add(digest("a")) < 0);
}

BOOST_AUTO_TEST_CASE(one_cell_counts_all_keys_together) {
  auto uut = estimator{{.rows = 1, .slots = 1}};
  uut.add(digest("a"), 2);
  BOOST_TEST(uut.add(digest("b"), 3) == 5);
}

BOOST_AUTO_TEST_CASE(the_smallest_of_its_cells_is_a_keys_estimate) {
  // Of many keys in few slots each shares some cell, but seldom all of them.
  auto narrow = estimator{{.rows = 1, .slots = 64}};
  auto deep = estimator{{.rows = 8, .slots = 64}};
  auto too_high = std::pair{0, 0};
  for (auto i = 0; i < 32; ++i) {
    narrow.add(numbered(i));
    deep.add(numbered(i));
  }
  for (auto i = 0; i < 32; ++i) {
    too_high.first += narrow.get(numbered(i)) > 1;
    too_high.second += deep.get(numbered(i)) > 1;
  }
  BOOST_TEST(too_high.first > 4);
  BOOST_TEST(too_high.second <= 1);
}

BOOST_AUTO_TEST_CASE(a_shape_follows_from_the_error_that_is_borne) {
  BOOST_TEST((shape_for(std::exp(1.0) / 1024, std::exp(-4.0))
              == estimator_shape{.rows = 4, .slots = 1024}));
  BOOST_TEST(
    (shape_for(0.001, 0.001) == estimator_shape{.rows = 7, .slots = 2719}));
  BOOST_TEST((shape_for(0.9, 0.9) == estimator_shape{.rows = 1, .slots = 4}));
}

// Far more keys than slots, a few of them much heavier than the rest.
BOOST_AUTO_TEST_CASE(keeps_within_the_error_that_it_states) {
  for (auto seed = 1u; seed <= 5; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      constexpr auto epsilon = 0.005;
      constexpr auto delta = 0.02;
      auto random = std::mt19937{seed};
      auto skewed = std::geometric_distribution<int>{0.0004};
      auto uut = estimator{shape_for(epsilon, delta), seed};
      auto truth = std::map<int, std::int64_t>{};
      constexpr auto sum = 100'000;
      for (auto i = 0; i < sum; ++i) {
        auto key = skewed(random);
        ++truth[key];
        uut.add(numbered(key));
      }
      auto too_high = 0;
      for (auto& [key, count] : truth) {
        auto estimate = uut.get(numbered(key));
        BOOST_TEST_REQUIRE(estimate >= count);
        too_high += static_cast<double>(estimate - count) > epsilon * sum;
      }
      BOOST_TEST_REQUIRE(truth.size() > 5000u);
      BOOST_TEST(too_high <= delta * static_cast<double>(truth.size()));
    }
  }
}

BOOST_AUTO_TEST_CASE(threads_lose_no_count) {
  auto uut = estimator{};
  constexpr auto each = 20'000;
  {
    auto count = [&uut] {
      for (auto i = 0; i < each; ++i)
        uut.add(numbered(i % 10));
    };
    auto one = std::jthread{count};
    auto other = std::jthread{count};
  }
  for (auto i = 0; i < 10; ++i)
    BOOST_TEST(uut.get(numbered(i)) == 2 * each / 10);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
