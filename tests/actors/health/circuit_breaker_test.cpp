#include "actors/health/circuit_breaker.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>
#include <vector>

namespace troupe::actors {
namespace {

using enum breaker_bound;

BOOST_AUTO_TEST_SUITE(circuit_breaker_test)

BOOST_AUTO_TEST_CASE(each_bound_holds_by_itself) {
  auto uut = std::make_shared<circuit_breaker>(breaker_options{
    .connections = 1, .waiting = 2, .requests = 3, .retries = 4});
  auto held = std::vector<shared_place>{};
  auto most = 1u;
  for (auto what : {connections, waiting, requests, retries}) {
    for (auto i = 0u; i < most; ++i)
      BOOST_TEST(bool{held.emplace_back(uut->try_enter(what))});
    BOOST_TEST(!uut->try_enter(what), to_string(what));
    BOOST_TEST(uut->in_use(what) == most);
    BOOST_TEST(uut->refused(what) == 1u);
    ++most;
  }
}

BOOST_AUTO_TEST_CASE(a_place_that_was_left_is_free) {
  auto uut = std::make_shared<circuit_breaker>(breaker_options{.requests = 1});
  auto first = uut->try_enter(requests);
  auto moved = std::move(first);
  BOOST_TEST(!uut->try_enter(requests));
  moved = {};
  BOOST_TEST(uut->in_use(requests) == 0u);
  BOOST_TEST(bool{uut->try_enter(requests)});
}

BOOST_AUTO_TEST_CASE(without_a_bound_all_are_counted_and_none_is_refused) {
  auto uut = std::make_shared<circuit_breaker>(breaker_options{.retries = 0});
  auto held = std::vector<shared_place>{};
  for (auto i = 0; i < 5000; ++i)
    held.push_back(uut->try_enter(retries));
  BOOST_TEST(uut->in_use(retries) == 5000u);
  BOOST_TEST(uut->refused(retries) == 0u);
}

BOOST_AUTO_TEST_CASE(a_place_may_outlive_the_breaker) {
  auto uut = std::make_shared<circuit_breaker>(breaker_options{});
  auto held = uut->try_enter(connections);
  uut.reset();
  BOOST_TEST(bool{held});
}

BOOST_AUTO_TEST_CASE(threads_never_have_more_places_than_there_are) {
  constexpr auto most = 3u;
  constexpr auto rounds = 20'000u;
  constexpr auto threads = 4u;
  auto uut
    = std::make_shared<circuit_breaker>(breaker_options{.requests = most});
  auto inside = std::atomic<unsigned>{0};
  auto worst = std::atomic<unsigned>{0};
  auto entered = std::atomic<std::uint64_t>{0};
  auto crowd = std::vector<std::thread>{};
  for (auto i = 0u; i < threads; ++i)
    crowd.emplace_back([&] {
      for (auto round = 0u; round < rounds; ++round) {
        auto place = uut->try_enter(requests);
        if (!place)
          continue;
        ++entered;
        auto now = ++inside;
        auto seen = worst.load();
        while (now > seen && !worst.compare_exchange_weak(seen, now)) {
          // again
        }
        std::this_thread::yield();
        --inside;
      }
    });
  for (auto& x : crowd)
    x.join();
  BOOST_TEST(worst.load() <= most);
  BOOST_TEST(entered.load() + uut->refused(requests) == threads * rounds);
  BOOST_TEST(uut->in_use(requests) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
