#include "runtime/process/signals.hpp"

#include <boost/test/unit_test.hpp>

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <memory>
#include <system_error>
#include <vector>

namespace troupe::runtime::process {
namespace {

bool is_blocked(int number) {
  sigset_t now;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
  return ::sigismember(&now, number) == 1;
}

BOOST_AUTO_TEST_SUITE(signals_test)

BOOST_AUTO_TEST_CASE(hears_signals_when_the_loop_turns_and_not_before) {
  loop::event_loop loop;
  std::vector<int> heard;
  signals uut{loop, {SIGUSR1, SIGUSR2}, [&](int x) { heard.push_back(x); }};
  loop.run_until_idle();
  ::raise(SIGUSR1);
  ::raise(SIGUSR2);
  BOOST_TEST(heard.empty());
  loop.run_until_idle();
  std::sort(heard.begin(), heard.end());
  BOOST_TEST((heard == std::vector{SIGUSR1, SIGUSR2}));
  ::raise(SIGUSR2);
  loop.run_until_idle();
  BOOST_TEST(heard.size() == 3u);
}

BOOST_AUTO_TEST_CASE(restores_what_was_blocked_before) {
  loop::event_loop loop;
  BOOST_TEST(!is_blocked(SIGUSR1));
  {
    signals uut{loop, {SIGUSR1}, [](int) {}};
    BOOST_TEST(is_blocked(SIGUSR1));
    {
      signals inner{loop, {SIGUSR2}, [](int) {}};
      BOOST_TEST(is_blocked(SIGUSR2));
    }
    BOOST_TEST(is_blocked(SIGUSR1));
    BOOST_TEST(!is_blocked(SIGUSR2));
  }
  BOOST_TEST(!is_blocked(SIGUSR1));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_signal_and_leaves_the_rest_alone) {
  loop::event_loop loop;
  const auto make = [&] { signals{loop, {SIGUSR1, 4711}, [](int) {}}; };
  BOOST_CHECK_THROW(make(), std::system_error);
  BOOST_TEST(!is_blocked(SIGUSR1));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::process
