#include "actors/split/traffic_split.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

namespace troupe::actors {
namespace {

constexpr std::uint64_t many = 100'000;

BOOST_AUTO_TEST_SUITE(traffic_split_test)

BOOST_AUTO_TEST_CASE(each_has_its_share) {
  auto uut = traffic_split{{{"a", 90}, {"b", 9}, {"c", 1}, {"d", 0}}};
  auto count = std::map<std::string, double>{};
  for (std::uint64_t i = 0; i < many; ++i)
    ++count[uut.pick(i)];
  // Four standard deviations.
  BOOST_TEST(std::abs(count["a"] - 90'000) < 380);
  BOOST_TEST(std::abs(count["b"] - 9'000) < 362);
  BOOST_TEST(std::abs(count["c"] - 1'000) < 126);
  BOOST_TEST(count["d"] == 0);
}

BOOST_AUTO_TEST_CASE(a_number_keeps_its_name) {
  auto shares = std::vector<traffic_split::share>{{"a", 1}, {"b", 2}, {"c", 3}};
  auto uut = traffic_split{shares};
  std::swap(shares[0], shares[2]); // the order means nothing
  auto other = traffic_split{shares};
  for (std::uint64_t i = 0; i < 1000; ++i)
    BOOST_TEST(uut.pick(i) == other.pick(i));
}

BOOST_AUTO_TEST_CASE(a_weight_that_grows_takes_what_it_must_and_no_more) {
  auto before = traffic_split{{{"a", 90}, {"b", 10}}};
  auto after = traffic_split{{{"a", 90}, {"b", 30}}};
  auto moved = 0.0;
  for (std::uint64_t i = 0; i < many; ++i) {
    if (before.pick(i) == after.pick(i))
      continue;
    BOOST_TEST(after.pick(i) == "b"); // nobody who was there leaves
    ++moved;
  }
  BOOST_TEST(std::abs(moved - 15'000) < 450); // from 10% to 25%
}

BOOST_AUTO_TEST_CASE(neighbours_are_not_alike) {
  auto uut = traffic_split{{{"a", 1}, {"b", 1}}};
  auto changes = 0;
  for (std::uint64_t i = 1; i < 10'000; ++i)
    changes += uut.pick(i) != uut.pick(i - 1);
  BOOST_TEST(std::abs(changes - 5'000) < 200);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
