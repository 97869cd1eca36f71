#include "actors/rate_limit/bucket_table.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

constexpr auto start = token_bucket::time_point{100s};

bucket_table table_for(std::size_t keys) {
  return bucket_table{{.bucket = {.capacity = 2, .refill = 1, .per = 1s},
                       .max_keys = keys,
                       .shards = 1}};
}

BOOST_AUTO_TEST_SUITE(bucket_table_test)

BOOST_AUTO_TEST_CASE(each_key_has_a_bucket_of_its_own) {
  auto uut = table_for(10);
  BOOST_TEST(uut.take("a", 2, start).granted);
  BOOST_TEST(!uut.take("a", 1, start).granted);
  BOOST_TEST(uut.take("b", 1, start).granted);
  BOOST_TEST(uut.take("a", 1, start + 1s).granted);
  BOOST_TEST(uut.size() == 2u);
}

BOOST_AUTO_TEST_CASE(when_full_it_forgets_who_was_away_longest) {
  auto uut = table_for(2);
  uut.take("a", 2, start);
  uut.take("b", 2, start);
  uut.take("a", 1, start); // refused, but heard
  BOOST_TEST(uut.take("c", 2, start).granted);
  BOOST_TEST(uut.size() == 2u);
  BOOST_TEST(uut.forgotten() == 1u);
  BOOST_TEST(!uut.take("a", 1, start).granted);
  BOOST_TEST(uut.take("b", 1, start).granted); // in the place of c
  BOOST_TEST(!uut.take("a", 1, start).granted);
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_with_a_bucket_that_is_full_again) {
  auto uut = table_for(1);
  uut.take("a", 1, start);
  uut.take("b", 1, start + 1s);
  BOOST_TEST(uut.forgotten() == 0u);
  uut.take("c", 1, start + 1s);
  BOOST_TEST(uut.forgotten() == 1u);
}

BOOST_AUTO_TEST_CASE(never_remembers_more_than_it_may) {
  auto uut = bucket_table{{.max_keys = 100, .shards = 7}};
  for (auto i = 0; i < 10'000; ++i)
    uut.take(std::to_string(i), 1, start);
  BOOST_TEST(uut.size() == 98u); // 14 in each
}

BOOST_AUTO_TEST_CASE(threads_grant_no_more_than_there_is) {
  auto uut = bucket_table{
    {.bucket = {.capacity = 1000, .refill = 1, .per = 1s}, .max_keys = 64}};
  auto granted = std::atomic<int>{0};
  {
    auto ask = [&] {
      for (auto i = 0; i < 4000; ++i)
        granted += uut.take(i % 2 ? "a" : "b", 1, start).granted;
    };
    auto one = std::jthread{ask};
    auto other = std::jthread{ask};
  }
  BOOST_TEST(granted == 2000);
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_its_options) {
  BOOST_TEST(!problem_with(bucket_table_options{}));
  BOOST_TEST(problem_with(bucket_table_options{.shards = 0}).value()
             == "a table has one shard at least");
  BOOST_TEST(problem_with(bucket_table_options{.max_keys = 15}).value()
             == "each shard has room for one key at least");
  BOOST_TEST(
    problem_with(bucket_table_options{.bucket = {.capacity = 0}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
