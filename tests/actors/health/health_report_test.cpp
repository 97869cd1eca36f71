#include "tests/support/scratch_directory.hpp"

#include "actors/health/health_report.hpp"

#include "runtime/log/log.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

struct fixture {
  fixture() { runtime::log::open({.file = path}); }
  ~fixture() { runtime::log::open({.level = runtime::log::level::off}); }

  /// What was logged, from the level on.
  std::vector<std::string> lines() {
    runtime::log::close();
    auto file = std::ifstream{path};
    auto result = std::vector<std::string>{};
    for (std::string line; std::getline(file, line);)
      result.push_back(line.substr(line.find(' ') + 1));
    return result;
  }

  test::scratch_directory home;
  std::string path = (home.path() / "log").string();
  health_report uut{"app"};
};

BOOST_FIXTURE_TEST_SUITE(health_report_test, fixture)

BOOST_AUTO_TEST_CASE(each_change_is_a_line_and_a_count) {
  uut.note_health("10.0.0.1:80", false, "status 503");
  uut.note_health("10.0.0.1:80", true, "status 200");
  uut.note_ejection("10.0.0.2:80", {.id = {},
                                    .ejected = true,
                                    .how_long = 90s,
                                    .why = "5 gateway failures in a row"});
  uut.note_ejection("10.0.0.2:80", {.why = "its ejection is over"});
  BOOST_TEST(
    (uut.counters()
     == health_counters{.fell = 1, .rose = 1, .ejected = 1, .returned = 1}));
  auto want = std::vector<std::string>{
    "warning backend_fell upstream=app backend=10.0.0.1:80 "
    "because=\"status 503\"",
    "info backend_rose upstream=app backend=10.0.0.1:80 "
    "because=\"status 200\"",
    "warning backend_ejected upstream=app backend=10.0.0.2:80 for=1m30s "
    "because=\"5 gateway failures in a row\"",
    "info backend_returned upstream=app backend=10.0.0.2:80"};
  BOOST_TEST(lines() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_panic_is_told_when_it_begins_and_when_it_ends) {
  for (auto panicking : {false, true, true, false, false, true})
    uut.note_panic(panicking);
  BOOST_TEST(uut.counters().panics == 2u);
  auto want = std::vector<std::string>{"warning panic_began upstream=app",
                                       "info panic_ended upstream=app",
                                       "warning panic_began upstream=app"};
  BOOST_TEST(lines() == want, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_reason_ends_a_line_before_its_end) {
  BOOST_TEST(health_line("a b", "unix:/x y", false, "'\"no\"\n' is not in")
             == "backend_fell upstream=a\\x20b backend=unix:/x\\x20y "
                "because=\"'\\x22no\\x22\\x0A' is not in\"");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
