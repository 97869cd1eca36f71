#include "actors/access_log/log_quota.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

class log_quota_fixture {
protected:
  /// One letter a line: x passes, . does not; a number is said before it.
  std::string ask(int times) {
    std::string result;
    while (times-- > 0) {
      auto said = uut.ask(now);
      if (said.suppressed > 0)
        result += std::to_string(said.suppressed);
      result += said.passes ? 'x' : '.';
    }
    return result;
  }

  log_quota uut{{.lines = 3, .interval = 10s}};
  log_quota::point now{100s};
};

BOOST_FIXTURE_TEST_SUITE(log_quota_test, log_quota_fixture)

BOOST_AUTO_TEST_CASE(the_first_of_an_interval_pass) {
  BOOST_TEST(ask(5) == "xxx..");
  now += 9s;
  BOOST_TEST(ask(2) == "..");
}

BOOST_AUTO_TEST_CASE(the_next_interval_begins_with_what_was_suppressed) {
  ask(7);
  now += 10s;
  BOOST_TEST(ask(4) == "4xxx.");
  now += 1h;
  BOOST_TEST(ask(1) == "1x");
}

BOOST_AUTO_TEST_CASE(an_interval_without_suppression_says_nothing) {
  ask(3);
  BOOST_TEST(!uut.next_deadline().has_value());
  now += 10s;
  BOOST_TEST(uut.expire(now) == 0u);
  BOOST_TEST(ask(3) == "xxx");
}

BOOST_AUTO_TEST_CASE(what_was_suppressed_is_said_when_the_interval_is_over) {
  const auto begin = now;
  ask(1);
  now += 4s;
  ask(4);
  BOOST_TEST_REQUIRE(uut.next_deadline().has_value());
  BOOST_TEST((*uut.next_deadline() == begin + 10s));
  BOOST_TEST(uut.expire(begin + 9s) == 0u);
  BOOST_TEST(uut.expire(begin + 10s) == 2u);
  BOOST_TEST(!uut.next_deadline().has_value());
  BOOST_TEST(uut.expire(begin + 1h) == 0u);
  now = begin + 10s;
  BOOST_TEST(ask(4) == "xxx.");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
