#include "tests/actors/access_log/scratch_log.hpp"
#include "tests/support/loop_fixture.hpp"

#include "actors/access_log/error_log.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

class error_log_fixture : public test::loop_fixture {
protected:
  void fail(proxy_errc what, int times = 1) {
    while (times-- > 0)
      uut->note({.client = "::1", .status = status_for(what), .end = what});
  }

  /// The same, as what the log says: the word, or the word and a number.
  lines told() {
    auto result = lines{};
    for (auto& x : folder.told()) {
      const auto word = x.substr(x.find("what=") + 5);
      result.push_back(word.find("suppressed=") != word.npos
                         ? word
                         : word.substr(0, word.find(' ')));
    }
    return result;
  }

  test::scratch_log folder;
  std::optional<error_log> uut{std::in_place, loop,
                               log_limit{.lines = 2, .interval = 60s}};
};

BOOST_FIXTURE_TEST_SUITE(error_log_test, error_log_fixture)

BOOST_AUTO_TEST_CASE(what_went_well_is_no_news) {
  uut->note({.status = 200});
  uut->note({.status = 503}); // the origin's own
  BOOST_TEST(told() == lines{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_frequent_error_does_not_hide_a_rare_one) {
  fail(proxy_errc::connection_refused, 100);
  fail(proxy_errc::internal_error);
  const auto want
    = lines{"connection_refused", "connection_refused", "internal_error"};
  BOOST_TEST(told() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(says_how_many_were_suppressed_when_the_time_is_over) {
  fail(proxy_errc::connection_refused, 2);
  fail(proxy_errc::no_backend, 3);
  pass(20s);
  fail(proxy_errc::connection_refused, 40);
  pass(30s);
  BOOST_TEST(told().size() == 4u);
  pass(11s);
  const auto want = lines{"connection_refused",
                          "connection_refused",
                          "no_backend",
                          "no_backend",
                          "connection_refused suppressed=40",
                          "no_backend suppressed=1"};
  BOOST_TEST(told() == want, boost::test_tools::per_element());
  pass(1h);
  BOOST_TEST(told().size() == want.size());
}

BOOST_AUTO_TEST_CASE(intervals_that_begin_later_end_later) {
  fail(proxy_errc::no_backend, 3);
  pass(50s);
  fail(proxy_errc::queue_full, 3);
  pass(11s);
  BOOST_TEST(told().back() == "no_backend suppressed=1");
  pass(50s);
  BOOST_TEST(told().back() == "queue_full suppressed=1");
}

BOOST_AUTO_TEST_CASE(who_suppresses_later_may_be_over_sooner) {
  fail(proxy_errc::no_backend, 2);
  pass(50s);
  fail(proxy_errc::queue_full, 3);
  fail(proxy_errc::no_backend);
  pass(11s);
  BOOST_TEST(told().back() == "no_backend suppressed=1");
}

BOOST_AUTO_TEST_CASE(the_end_does_not_hide_anything) {
  fail(proxy_errc::queue_full, 5);
  uut.reset();
  BOOST_TEST(told().back() == "queue_full suppressed=3");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
