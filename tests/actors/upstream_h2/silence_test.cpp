#include "actors/upstream_h2/silence.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

constexpr auto start = runtime::time::steady_point{} + 1h;

BOOST_AUTO_TEST_SUITE(silence_test)

BOOST_AUTO_TEST_CASE(whoever_says_something_is_not_asked) {
  auto uut = silence{30s, 10s, start};
  BOOST_TEST((*uut.due(start) == start + 30s));
  uut.note_octets(start + 20s);
  BOOST_TEST((*uut.due(start) == start + 50s));
  BOOST_TEST((*uut.due(start + 40s) == start + 70s),
             "nobody has waited before");
}

BOOST_AUTO_TEST_CASE(an_answer_is_due_in_time) {
  auto uut = silence{30s, 10s, start};
  uut.note_ping(start + 30s);
  BOOST_TEST(uut.asked());
  BOOST_TEST((*uut.due(start) == start + 40s));
  uut.note_octets(start + 35s);
  BOOST_TEST((*uut.due(start) == start + 40s), "octets are no answer");
  uut.note_pong();
  BOOST_TEST(!uut.asked());
}

BOOST_AUTO_TEST_CASE(who_says_only_that_he_is_there_is_asked_less_and_less) {
  auto uut = silence{30s, 10s, start};
  auto now = start;
  for (auto wait : {30s, 120s, 480s, 480s}) {
    BOOST_TEST((*uut.due(start) == now + wait));
    now += wait;
    uut.note_ping(now);
    uut.note_octets(now);
    uut.note_pong();
  }
  uut.note_news();
  BOOST_TEST((*uut.due(start) == now + 30s));
}

BOOST_AUTO_TEST_CASE(both_waits_may_be_off) {
  BOOST_TEST(!(silence{0s, 10s, start}.due(start)));
  auto uut = silence{30s, 0s, start};
  uut.note_ping(start);
  BOOST_TEST(!uut.due(start));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
