#include "actors/rate_limit/concurrency_limit.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(concurrency_limit_test)

BOOST_AUTO_TEST_CASE(a_permit_holds_a_place_as_long_as_it_lives) {
  auto uut = concurrency_limit{2};
  auto a = uut.acquire("x");
  {
    auto b = uut.acquire("x");
    BOOST_TEST(b.has_value());
    BOOST_TEST(!uut.acquire("x").has_value());
    BOOST_TEST(uut.in_flight("x") == 2);
    BOOST_TEST(uut.acquire("y").has_value());
  }
  BOOST_TEST(uut.in_flight("x") == 1);
  BOOST_TEST(uut.in_flight("y") == 0);
  BOOST_TEST(uut.acquire("x").has_value());
}

BOOST_AUTO_TEST_CASE(a_permit_may_be_moved_but_counts_once) {
  auto uut = concurrency_limit{3};
  auto a = uut.acquire().value();
  auto b = std::move(a);
  BOOST_TEST(uut.in_flight() == 1);
  auto c = uut.acquire().value();
  c = std::move(b); // the place of c is free again, at once
  BOOST_TEST(uut.in_flight() == 1);
  auto& same = c;
  c = std::move(same);
  BOOST_TEST(uut.in_flight() == 1);
  { auto last = std::move(c); }
  BOOST_TEST(uut.in_flight() == 0);
  static_assert(!std::is_copy_constructible_v<concurrency_limit::permit>);
}

BOOST_AUTO_TEST_CASE(a_permit_may_outlive_the_limit) {
  auto kept = std::vector<concurrency_limit::permit>{};
  {
    auto uut = concurrency_limit{1};
    kept.push_back(uut.acquire().value());
  }
  kept.clear();
}

BOOST_AUTO_TEST_CASE(a_limit_of_zero_lets_nobody_in) {
  BOOST_TEST(!concurrency_limit{0}.acquire().has_value());
}

BOOST_AUTO_TEST_CASE(threads_never_exceed_it) {
  constexpr auto most = 2;
  auto uut = concurrency_limit{most};
  auto inside = std::atomic<int>{0};
  auto worst = std::atomic<int>{0};
  auto admitted = std::atomic<int>{0};
  {
    auto crowd = std::vector<std::jthread>{};
    for (auto i = 0; i < 4; ++i)
      crowd.emplace_back([&] {
        for (auto k = 0; k < 20'000; ++k) {
          auto place = uut.acquire("x");
          if (!place)
            continue;
          auto now = ++inside;
          auto before = worst.load();
          while (before < now && !worst.compare_exchange_weak(before, now))
            ;
          ++admitted;
          --inside;
        }
      });
  }
  BOOST_TEST(worst <= most);
  BOOST_TEST(admitted > 0);
  BOOST_TEST(uut.in_flight("x") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
