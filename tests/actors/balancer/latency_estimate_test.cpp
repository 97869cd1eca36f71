#include "actors/balancer/latency_estimate.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using runtime::time::steady_point;

constexpr auto tau = latency_estimate::seconds{10};

BOOST_AUTO_TEST_SUITE(latency_estimate_test)

BOOST_AUTO_TEST_CASE(believes_a_peak_at_once) {
  auto uut = latency_estimate{};
  auto now = steady_point{1h};
  BOOST_TEST(uut.unknown());
  uut.note(100ms, now, tau);
  BOOST_TEST(!uut.unknown());
  BOOST_TEST(uut.at(now, tau).count() == 0.1);
  uut.note(2s, now, tau);
  BOOST_TEST(uut.at(now, tau).count() == 2.0);
}

BOOST_AUTO_TEST_CASE(forgets_it_by_the_time_that_has_passed) {
  auto uut = latency_estimate{};
  auto now = steady_point{1h};
  uut.note(2s, now, tau);
  // At the same moment a better answer counts for nothing...
  uut.note(1s, now, tau);
  BOOST_TEST(uut.at(now, tau).count() == 2.0);
  // ...after the time of decay for all but 1/e.
  uut.note(1s, now + 10s, tau);
  auto kept = std::exp(-1.0);
  auto want = 2 * kept + 1 * (1 - kept);
  BOOST_TEST(uut.at(now + 10s, tau).count() == want,
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(fades_when_nothing_is_heard) {
  auto uut = latency_estimate{};
  auto now = steady_point{1h};
  uut.note(2s, now, tau);
  BOOST_TEST(uut.at(now + 10s, tau).count() == 2 * std::exp(-1.0),
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_told_late_does_not_turn_time_back) {
  auto uut = latency_estimate{};
  auto now = steady_point{1h};
  uut.note(2s, now, tau);
  uut.note(1s, now - 5s, tau);
  BOOST_TEST(uut.at(now, tau).count() == 2.0);
  BOOST_TEST(uut.at(now - 5s, tau).count() == 2.0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
