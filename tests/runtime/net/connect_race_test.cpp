#include "runtime/net/connect_race.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::runtime::net {
namespace {

using namespace std::chrono_literals;

class race_fixture {
protected:
  /// Who is tried now: "0", or "" for nobody.
  std::string tried() {
    auto result = std::string{};
    while (auto which = uut.begin(now))
      result += std::to_string(*which);
    return result;
  }

  time::steady_point now{1h};
  connect_race uut{3};
};

BOOST_FIXTURE_TEST_SUITE(connect_race_test, race_fixture)

BOOST_AUTO_TEST_CASE(the_next_is_tried_a_moment_after_the_last) {
  BOOST_TEST(tried() == "0");
  BOOST_TEST((uut.next() == now + 250ms));
  now += 249ms;
  BOOST_TEST(tried() == "");
  now += 1ms;
  BOOST_TEST(tried() == "1");
  now += 250ms;
  BOOST_TEST(tried() == "2");
  BOOST_TEST(!uut.next());
  now += 1h;
  BOOST_TEST(tried() == "");
  BOOST_TEST(!uut.lost());
}

BOOST_AUTO_TEST_CASE(whoever_is_late_is_followed_by_one_and_not_by_all) {
  tried();
  now += 1h;
  BOOST_TEST(tried() == "1");
}

BOOST_AUTO_TEST_CASE(a_failure_brings_the_next_at_once) {
  tried();
  now += 10ms;
  uut.fail(0);
  BOOST_TEST((uut.next() <= now));
  BOOST_TEST(tried() == "1");
  BOOST_TEST((uut.next() == now + 250ms));
}

BOOST_AUTO_TEST_CASE(an_old_failure_leaves_the_next_to_its_time) {
  tried();
  now += 250ms;
  tried();
  const auto due = uut.next();
  now += 10ms;
  uut.fail(0);
  BOOST_TEST((uut.next() == due));
  BOOST_TEST(tried() == "");
}

BOOST_AUTO_TEST_CASE(it_is_lost_when_all_have_failed) {
  for (auto i = 0u; i < 3; ++i) {
    BOOST_TEST(!uut.lost());
    BOOST_TEST(tried() == std::to_string(i));
    uut.fail(i);
  }
  BOOST_TEST(uut.lost());
  BOOST_TEST(connect_race{0}.lost());
  BOOST_TEST(!connect_race{0}.begin(now));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::net
