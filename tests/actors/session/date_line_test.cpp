#include "actors/session/date_line.hpp"

#include "runtime/time/manual_clock.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

struct date_line_fixture {
  void pass(std::chrono::milliseconds t) {
    clock.advance(t);
    loop.run_until_idle();
  }

  runtime::time::manual_clock clock;
  runtime::loop::event_loop loop{clock};
  date_line uut{loop};
};

BOOST_FIXTURE_TEST_SUITE(date_line_test, date_line_fixture)

BOOST_AUTO_TEST_CASE(is_a_whole_field_line) {
  BOOST_TEST(uut.view() == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
}

BOOST_AUTO_TEST_CASE(follows_the_clock) {
  uut.view();
  pass(1s);
  BOOST_TEST(uut.view() == "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
  pass(24h);
  BOOST_TEST(uut.view() == "Date: Mon, 07 Nov 1994 08:49:38 GMT\r\n");
}

BOOST_AUTO_TEST_CASE(is_at_most_a_fifth_of_a_second_old) {
  pass(900ms);
  uut.view();
  pass(199ms);
  BOOST_TEST(uut.view() == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  pass(1ms);
  BOOST_TEST(uut.view() == "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
