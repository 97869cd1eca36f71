#include "tests/actors/balancer/stage.hpp"

#include <set>

namespace troupe::actors {
namespace {

using test::balancer_fixture;

BOOST_AUTO_TEST_SUITE(ketama_test)

BOOST_AUTO_TEST_CASE(addresses_of_one_name_take_turns_for_its_keys) {
  auto backends = test::so_many_backends(5);
  for (auto i : {1u, 2u, 4u})
    backends[i].name = "app.example:80";
  auto uut = balancer_fixture{balancing::ketama, backends};
  auto shared = 0;
  for (auto i = 0; i < 100; ++i) {
    auto key = std::to_string(i);
    auto seen = std::set<int>{};
    for (auto turn = 0; turn < 3; ++turn)
      seen.insert(uut.first(key));
    if (seen.size() == 1) {
      BOOST_TEST((*seen.begin() == 0 || *seen.begin() == 3));
    } else {
      BOOST_TEST((seen == std::set<int>{1, 2, 4}));
      ++shared;
    }
  }
  BOOST_TEST(shared > 10);
  BOOST_TEST(shared < 60);
}

BOOST_AUTO_TEST_CASE(nobody_else_moves_while_one_is_down) {
  auto uut = balancer_fixture{balancing::ketama, test::so_many_backends(10)};
  auto before = std::vector<int>{};
  for (auto i = 0; i < 1'000; ++i)
    before.push_back(uut.first(std::to_string(i)));
  uut.note(4, {.healthy = false});
  for (auto i = 0; i < 1'000; ++i) {
    auto was = before[static_cast<std::size_t>(i)];
    auto is = uut.first(std::to_string(i));
    BOOST_TEST_REQUIRE((was == 4 ? is != 4 : is == was));
  }
}

BOOST_AUTO_TEST_CASE(a_request_without_a_key_takes_its_turn) {
  auto uut
    = balancer_fixture{balancing::ketama, test::backends_weighing({1, 1, 1})};
  for (auto want : {0, 1, 2, 0})
    BOOST_TEST(uut.first() == want);
}

BOOST_AUTO_TEST_CASE(an_empty_key_is_a_key) {
  auto uut
    = balancer_fixture{balancing::ketama, test::backends_weighing({1, 1, 1})};
  auto home = uut.first("");
  for (auto i = 0; i < 5; ++i)
    BOOST_TEST(uut.first("") == home);
}

BOOST_AUTO_TEST_CASE(a_retry_after_a_change_asks_nobody_again) {
  auto uut = balancer_fixture{balancing::ketama, test::so_many_backends(4)};
  auto request = selection{"key"};
  auto first = uut.next(request).value();
  auto second = uut.next(request).value();
  auto backends = test::so_many_backends(5);
  std::rotate(backends.begin(), backends.begin() + 2, backends.end());
  uut.adopt(backends);
  auto asked = std::set{first, second};
  while (auto x = uut.next(request))
    BOOST_TEST(asked.insert(*x).second);
  BOOST_TEST(asked.size() == 5u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
