#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::backend_number;

const auto fine = backend_condition{};
const auto down = backend_condition{.healthy = false};
const auto ejected = backend_condition{.ejected = true};
const auto draining = backend_condition{.mode = backend_mode::draining};
const auto disabled = backend_condition{.mode = backend_mode::disabled};

backend backup_number(std::uint64_t i) {
  auto result = backend_number(i);
  result.tier = backend_tier::backup;
  return result;
}

std::vector<membership::position> list(const candidates& x) {
  return {x.positions().begin(), x.positions().end()};
}

using positions = std::vector<membership::position>;

BOOST_AUTO_TEST_SUITE(eligibility_test)

BOOST_AUTO_TEST_CASE(only_the_usable_are_asked) {
  auto members = membership{test::backends_weighing({1, 1, 1, 1, 1, 0})};
  auto conditions = std::vector{fine, down, ejected, draining, disabled, fine};
  auto uut = eligibility{members, conditions};
  BOOST_TEST((list(uut.first()) == positions{0}));
  BOOST_TEST(uut.reserve().empty());
  BOOST_TEST(!uut.panicking());
}

BOOST_AUTO_TEST_CASE(backups_wait_while_one_primary_is_usable) {
  auto members = membership{
    {backend_number(0), backup_number(1), backend_number(2), backup_number(3)}};
  auto uut = eligibility{members, std::vector{down, fine, fine, down}};
  BOOST_TEST((uut.tier() == backend_tier::primary));
  BOOST_TEST((list(uut.first()) == positions{2}));
  BOOST_TEST((list(uut.reserve()) == positions{1}));
}

BOOST_AUTO_TEST_CASE(backups_are_asked_when_no_primary_is_usable) {
  auto members = membership{
    {backend_number(0), backup_number(1), backend_number(2), backup_number(3)}};
  auto uut = eligibility{members, std::vector{down, fine, draining, down}};
  BOOST_TEST((uut.tier() == backend_tier::backup));
  BOOST_TEST((list(uut.first()) == positions{1}));
  BOOST_TEST(uut.reserve().empty());
}

BOOST_AUTO_TEST_CASE(all_enabled_are_asked_when_too_few_are_usable) {
  auto members = membership{test::backends_weighing({1, 1, 1, 1, 1})};
  auto options = eligibility_options{.panic_threshold = 50};
  auto half = std::vector{fine, down, ejected, fine, disabled};
  BOOST_TEST(
    (list(eligibility{members, half, options}.first()) == positions{0, 3}));
  auto fewer = std::vector{fine, down, ejected, down, disabled};
  auto uut = eligibility{members, fewer, options};
  BOOST_TEST(uut.panicking());
  BOOST_TEST((list(uut.first()) == positions{0, 1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(without_a_threshold_nobody_panics) {
  auto members = membership{test::backends_weighing({1, 1})};
  auto uut = eligibility{members, std::vector{down, down}};
  BOOST_TEST(!uut.panicking());
  BOOST_TEST(uut.first().empty());
}

BOOST_AUTO_TEST_CASE(usable_backups_spare_the_primaries_a_panic) {
  auto members
    = membership{{backend_number(0), backend_number(1), backup_number(2)}};
  auto options = eligibility_options{.panic_threshold = 100};
  auto uut = eligibility{members, std::vector{down, down, fine}, options};
  BOOST_TEST(!uut.panicking());
  BOOST_TEST((list(uut.first()) == positions{2}));
  auto all_down = eligibility{members, std::vector{down, down, down}, options};
  BOOST_TEST(all_down.panicking());
  BOOST_TEST((list(all_down.first()) == positions{0, 1}));
}

BOOST_AUTO_TEST_CASE(nobody_is_there) {
  auto uut = eligibility{membership{}, {}, {.panic_threshold = 100}};
  BOOST_TEST(uut.first().empty());
  BOOST_TEST(!uut.panicking());
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  BOOST_TEST(!problem_with(eligibility_options{}).has_value());
  BOOST_TEST(
    problem_with(eligibility_options{.panic_threshold = 101}).has_value());
  BOOST_TEST(
    problem_with(eligibility_options{.slow_start = {.floor = 2}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
