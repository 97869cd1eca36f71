#include "codecs/http2/allowance.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http2 {
namespace {

using namespace std::chrono_literals;

int taken(allowance& uut, allowance::time_point now) {
  auto n = 0;
  while (n < 1000 && uut.take(now))
    ++n;
  return n;
}

BOOST_AUTO_TEST_SUITE(http2_allowance_test)

BOOST_AUTO_TEST_CASE(a_burst_comes_back_with_time) {
  auto uut = allowance{{.burst = 10, .per_second = 4}};
  auto now = allowance::time_point{5s};
  BOOST_TEST(taken(uut, now) == 10);
  BOOST_TEST(taken(uut, now + 249ms) == 0);
  BOOST_TEST(taken(uut, now + 250ms) == 1);
  BOOST_TEST(taken(uut, now + 1250ms) == 4);
  BOOST_TEST(taken(uut, now + 1h) == 10);
}

BOOST_AUTO_TEST_CASE(without_a_rate_it_does_not) {
  auto uut = allowance{{.burst = 3, .per_second = 0}};
  BOOST_TEST(taken(uut, {}) == 3);
  BOOST_TEST(taken(uut, allowance::time_point{1h}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
