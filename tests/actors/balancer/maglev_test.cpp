#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::balancer_fixture;

BOOST_AUTO_TEST_SUITE(maglev_test)

BOOST_AUTO_TEST_CASE(a_key_has_a_home) {
  auto uut = balancer_fixture{balancing::maglev, test::so_many_backends(10)};
  auto seen = std::vector<int>(10);
  for (auto i = 0; i < 10'000; ++i) {
    auto key = std::to_string(i);
    auto home = uut.first(key);
    BOOST_TEST_REQUIRE(uut.first(key) == home);
    ++seen[static_cast<std::size_t>(home)];
  }
  for (auto n : seen)
    BOOST_TEST(std::abs(n - 1'000) < 150);
}

BOOST_AUTO_TEST_CASE(who_is_down_leaves_its_keys_to_all_the_others) {
  auto uut = balancer_fixture{balancing::maglev, test::so_many_backends(10)};
  auto before = std::vector<int>{};
  for (auto i = 0; i < 10'000; ++i)
    before.push_back(uut.first(std::to_string(i)));
  uut.note(7, {.ejected = true});
  auto heirs = std::vector<int>(10);
  for (auto i = 0; i < 10'000; ++i) {
    auto was = before[static_cast<std::size_t>(i)];
    auto is = uut.first(std::to_string(i));
    if (was == 7)
      ++heirs[static_cast<std::size_t>(is)];
    else
      BOOST_TEST_REQUIRE(is == was);
  }
  for (auto i = 0u; i < heirs.size(); ++i)
    BOOST_TEST((i == 7 ? heirs[i] == 0 : heirs[i] > 50));
}

BOOST_AUTO_TEST_CASE(a_key_has_a_home_even_if_nearly_all_are_down) {
  auto uut = balancer_fixture{balancing::maglev, test::so_many_backends(1'000)};
  for (std::uint64_t i = 0; i < 1'000; ++i)
    if (i != 300 && i != 700)
      uut.note(i, {.healthy = false});
  auto seen = 0;
  for (auto i = 0; i < 100; ++i) {
    auto key = std::to_string(i);
    auto home = uut.first(key);
    BOOST_TEST((home == 300 || home == 700));
    BOOST_TEST(uut.first(key) == home);
    seen += home == 300 ? 1 : 0;
  }
  BOOST_TEST(seen > 20);
  BOOST_TEST(seen < 80);
}

BOOST_AUTO_TEST_CASE(without_a_key_backends_are_drawn) {
  auto uut = balancer_fixture{balancing::maglev, test::so_many_backends(4)};
  for (auto n : uut.shares(4'000, 4))
    BOOST_TEST(n > 800);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
