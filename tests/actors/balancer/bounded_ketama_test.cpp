#include "tests/actors/balancer/stage.hpp"

#include <cmath>
#include <deque>

namespace troupe::actors {
namespace {

using test::balancer_fixture;

BOOST_AUTO_TEST_SUITE(bounded_ketama_test)

BOOST_AUTO_TEST_CASE(nobody_ever_has_more_than_its_bound) {
  const auto weights = {1u, 1u, 3u, 2u, 1u, 1u, 4u};
  constexpr auto all_weigh = 13.0;
  for (auto bound : {1.0, 1.1, 1.25, 2.0}) {
    auto uut
      = balancer_fixture{{.how = balancing::bounded_ketama, .bound = bound},
                         test::backends_weighing(weights)};
    auto under_way = std::deque<backend_load::permit>{};
    for (auto i = 0; i < 5'000; ++i) {
      // Few keys, and a load that comes and goes.
      auto key = std::to_string(uut.random.next() % 5);
      auto chosen = static_cast<std::uint64_t>(uut.first(key));
      under_way.push_back(uut.occupy(chosen));
      auto& who = uut.member(chosen);
      auto most = std::ceil(bound * static_cast<double>(under_way.size())
                            * who.weight / all_weigh);
      BOOST_TEST_REQUIRE(who.load->in_flight() <= most);
      while (!under_way.empty() && uut.random.next() % 100 < 49)
        under_way.pop_front();
    }
  }
}

BOOST_AUTO_TEST_CASE(a_key_is_at_home_while_there_is_room) {
  auto backends = test::so_many_backends(8);
  auto plain = balancer_fixture{balancing::ketama, backends};
  auto uut = balancer_fixture{balancing::bounded_ketama, backends};
  for (auto i = 0; i < 500; ++i) {
    auto key = std::to_string(i);
    BOOST_TEST(uut.first(key) == plain.first(key));
  }
}

BOOST_AUTO_TEST_CASE(a_full_home_sends_the_key_to_the_next_along_the_ring) {
  auto backends = test::so_many_backends(8);
  auto plain = balancer_fixture{balancing::ketama, backends};
  auto uut = balancer_fixture{balancing::bounded_ketama, backends};
  auto order = plain.all("key");
  auto under_way = std::vector<backend_load::permit>{};
  under_way.push_back(uut.occupy(order[0]));
  under_way.push_back(uut.occupy(order[0]));
  BOOST_TEST(uut.first("key") == static_cast<int>(order[1]));
}

BOOST_AUTO_TEST_CASE(a_retry_finds_everybody_room_or_not) {
  auto uut = balancer_fixture{{.how = balancing::bounded_ketama, .bound = 1},
                              test::so_many_backends(6)};
  auto under_way = std::vector<backend_load::permit>{};
  for (auto i = 0; i < 60; ++i)
    under_way.push_back(uut.occupy(static_cast<std::uint64_t>(uut.first("x"))));
  auto all = uut.all("x");
  std::sort(all.begin(), all.end());
  BOOST_TEST((all == std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(who_cannot_be_asked_has_no_part_in_the_average) {
  auto uut = balancer_fixture{{.how = balancing::bounded_ketama, .bound = 1},
                              test::so_many_backends(3)};
  uut.note(2, {.mode = backend_mode::draining});
  auto old = std::vector<backend_load::permit>{};
  for (auto i = 0; i < 100; ++i)
    old.push_back(uut.occupy(2));
  auto under_way = std::vector<backend_load::permit>{};
  for (auto i = 0; i < 20; ++i)
    under_way.push_back(
      uut.occupy(static_cast<std::uint64_t>(uut.first("one key"))));
  BOOST_TEST(uut.member(0).load->in_flight() == 10u);
  BOOST_TEST(uut.member(1).load->in_flight() == 10u);
}

BOOST_AUTO_TEST_CASE(without_a_key_who_has_least_is_asked) {
  auto uut = balancer_fixture{balancing::bounded_ketama,
                              test::backends_weighing({1, 1})};
  auto busy = uut.occupy(0);
  BOOST_TEST(uut.first() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
