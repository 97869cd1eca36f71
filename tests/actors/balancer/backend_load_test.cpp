#include "actors/balancer/backend_load.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>
#include <vector>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(backend_load_test)

BOOST_AUTO_TEST_CASE(counts_permits_until_they_are_gone) {
  auto uut = std::make_shared<backend_load>();
  {
    auto one = uut->enter();
    auto another = uut->enter();
    BOOST_TEST(uut->in_flight() == 2u);
    one = {};
    BOOST_TEST(uut->in_flight() == 1u);
    auto moved = std::move(another);
    BOOST_TEST(uut->in_flight() == 1u);
    BOOST_TEST(bool{moved});
    BOOST_TEST(!another); // NOLINT: a moved permit is none
  }
  BOOST_TEST(uut->in_flight() == 0u);
}

BOOST_AUTO_TEST_CASE(a_permit_may_outlive_everybody_who_knew_the_count) {
  auto uut = std::make_shared<backend_load>();
  auto last = uut->enter();
  uut.reset();
  last = {};
  BOOST_TEST(!last);
}

BOOST_AUTO_TEST_CASE(counts_right_on_many_threads) {
  auto uut = std::make_shared<backend_load>();
  auto threads = std::vector<std::thread>{};
  for (auto i = 0; i < 4; ++i)
    threads.emplace_back([uut] {
      for (auto n = 0; n < 10'000; ++n)
        auto permit = uut->enter();
    });
  for (auto& x : threads)
    x.join();
  BOOST_TEST(uut->in_flight() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
