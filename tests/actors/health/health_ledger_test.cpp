#include "actors/health/health_ledger.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace troupe::actors {
namespace {

/// Checks that passed (+) and failed (-), and what each brought: up (U), down
/// (D), or nothing new (.).
std::string after(health_ledger& uut, std::string_view checks) {
  auto result = std::string{};
  for (auto check : checks) {
    auto news = uut.note(check == '+');
    result += !news ? '.' : *news ? 'U' : 'D';
  }
  return result;
}

BOOST_AUTO_TEST_SUITE(health_ledger_test)

BOOST_AUTO_TEST_CASE(is_healthy_until_told_otherwise) {
  BOOST_TEST(health_ledger{{}}.healthy());
  BOOST_TEST(!health_ledger{{.healthy_at_first = false}}.healthy());
}

BOOST_AUTO_TEST_CASE(the_first_check_decides_at_once) {
  auto bad = health_ledger{{}};
  BOOST_TEST(after(bad, "-") == "D");
  BOOST_TEST(!bad.healthy());
  auto good = health_ledger{{.healthy_at_first = false}};
  BOOST_TEST(after(good, "+") == "U");
  BOOST_TEST(good.healthy());
  auto as_expected = health_ledger{{}};
  BOOST_TEST(after(as_expected, "+") == ".");
  BOOST_TEST(after(as_expected, "--") == ".."); // was not the first
}

BOOST_AUTO_TEST_CASE(falls_and_rises_at_its_thresholds_and_no_sooner) {
  auto uut = health_ledger{{.rise = 2, .fall = 3}};
  BOOST_TEST(after(uut, "+---") == "...D");
  BOOST_TEST(after(uut, "++") == ".U");
  BOOST_TEST(after(uut, "+++") == "...");
}

BOOST_AUTO_TEST_CASE(only_checks_in_a_row_count) {
  auto uut = health_ledger{{.rise = 3, .fall = 3}};
  BOOST_TEST(after(uut, "+--+--+--") == ".........");
  BOOST_TEST(uut.against() == 2u);
  BOOST_TEST(after(uut, "-") == "D");
  BOOST_TEST(after(uut, "++-++-++") == "........");
  BOOST_TEST(after(uut, "+") == "U");
}

BOOST_AUTO_TEST_CASE(a_threshold_of_one_follows_every_check) {
  auto uut = health_ledger{{.rise = 1, .fall = 1}};
  BOOST_TEST(after(uut, "+-+-") == ".DUD");
}

BOOST_AUTO_TEST_CASE(who_starts_anew_keeps_its_health_until_the_next_check) {
  auto uut = health_ledger{{}};
  BOOST_TEST(after(uut, "+--") == "...");
  uut.start_anew();
  BOOST_TEST(uut.healthy());
  BOOST_TEST(uut.against() == 0u);
  BOOST_TEST(after(uut, "-") == "D");
  uut.start_anew();
  BOOST_TEST(!uut.healthy());
  BOOST_TEST(after(uut, "+") == "U");
}

BOOST_AUTO_TEST_CASE(thresholds_are_one_at_least) {
  BOOST_TEST(!problem_with(health_thresholds{}).has_value());
  BOOST_TEST(problem_with(health_thresholds{.rise = 0}).has_value());
  BOOST_TEST(problem_with(health_thresholds{.fall = 0}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
