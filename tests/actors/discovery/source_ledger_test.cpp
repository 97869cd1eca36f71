#include "actors/discovery/source_ledger.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using entry = backend_register::entry;

const auto one = entry{.name = "a", .address = "10.0.0.1:80"};
const auto other = entry{.name = "b", .address = "10.0.0.2:80"};

BOOST_AUTO_TEST_SUITE(source_ledger_test)

BOOST_AUTO_TEST_CASE(only_others_than_before_are_news) {
  auto uut = source_ledger{};
  BOOST_TEST(uut.found({one}));
  BOOST_TEST(!uut.found({one}));
  BOOST_TEST(uut.found({one, other}));
  auto heavier = one;
  heavier.weight = 2;
  BOOST_TEST(uut.found({heavier, other}));
  BOOST_TEST((uut.known() == std::vector{heavier, other}));
}

BOOST_AUTO_TEST_CASE(a_failure_forgets_nobody_and_is_news_once) {
  auto uut = source_ledger{};
  uut.found({one});
  BOOST_TEST(uut.failed("gone"));
  BOOST_TEST(!uut.failed("gone"));
  BOOST_TEST(uut.failed("bad"));
  BOOST_TEST((uut.known() == std::vector{one}));
  BOOST_TEST(uut.why() == "bad");
}

BOOST_AUTO_TEST_CASE(a_reason_is_forgotten_when_all_is_well_again) {
  auto uut = source_ledger{};
  uut.found({one});
  uut.failed("gone");
  BOOST_TEST(!uut.found({one}));
  BOOST_TEST(uut.failed("gone"));
  uut.found_again();
  BOOST_TEST(uut.why() == "");
  BOOST_TEST(uut.failed("gone"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
