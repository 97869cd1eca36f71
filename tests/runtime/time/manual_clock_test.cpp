#include "runtime/time/manual_clock.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::runtime::time {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(manual_clock_test)

BOOST_AUTO_TEST_CASE(stands_still_until_it_is_moved) {
  manual_clock uut;
  const auto before = uut.now();
  BOOST_TEST((uut.now() == before));
  uut.advance(3s);
  BOOST_TEST((uut.now() - before == 3s));
}

BOOST_AUTO_TEST_CASE(the_wall_s_clock_moves_along) {
  manual_clock uut;
  const auto before = uut.wall();
  for (auto i = 0; i < 9; ++i)
    uut.advance(100ms);
  BOOST_TEST((uut.wall() - before == 900ms));
  uut.advance(2600ms);
  BOOST_TEST((uut.wall() - before == 3500ms));
}

BOOST_AUTO_TEST_CASE(the_machine_s_clock_goes_forward) {
  const auto& clock = system_clock();
  const auto before = clock.now();
  BOOST_TEST((clock.now() >= before));
  BOOST_TEST((clock.wall().time_since_epoch() > 1700000000s));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::time
