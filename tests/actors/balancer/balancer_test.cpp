#include "tests/actors/balancer/stage.hpp"

#include <boost/test/data/test_case.hpp>

#include <ostream>
#include <set>

namespace troupe::actors {

std::ostream& operator<<(std::ostream& out, balancing x) {
  return out << to_string(x);
}

namespace {

using namespace std::chrono_literals;
using test::balancer_fixture;
namespace data = boost::unit_test::data;

constexpr balancing all_ways[] = {balancing::round_robin,
                                  balancing::smooth_weighted,
                                  balancing::random,
                                  balancing::weighted_random,
                                  balancing::least_connections,
                                  balancing::two_choices,
                                  balancing::peak_ewma,
                                  balancing::ip_hash,
                                  balancing::ketama,
                                  balancing::bounded_ketama,
                                  balancing::maglev};

backend backup_number(std::uint64_t i) {
  auto result = test::backend_number(i);
  result.tier = backend_tier::backup;
  return result;
}

BOOST_AUTO_TEST_SUITE(balancer_test)

BOOST_DATA_TEST_CASE(a_request_asks_each_once_and_then_nobody,
                     data::make(all_ways), how) {
  auto uut = balancer_fixture{how, test::so_many_backends(12)};
  for (auto i = 0; i < 200; ++i) {
    auto key = std::to_string(i);
    auto all = uut.all(i % 5 == 0 ? std::optional<std::string_view>{} : key);
    BOOST_TEST_REQUIRE(all.size() == 12u);
    BOOST_TEST_REQUIRE(std::set(all.begin(), all.end()).size() == 12u);
  }
}

BOOST_DATA_TEST_CASE(a_request_asks_a_bounded_number, data::make(all_ways),
                     how) {
  auto uut = balancer_fixture{how, test::so_many_backends(100)};
  BOOST_TEST(uut.all("key").size() == selection::most_picks);
  auto three = selection{"key", 3};
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(uut.next(three).has_value());
  BOOST_TEST(!uut.next(three).has_value());
}

BOOST_DATA_TEST_CASE(nobody_is_asked_who_should_not_be, data::make(all_ways),
                     how) {
  auto uut = balancer_fixture{how, test::so_many_backends(9)};
  uut.note(1, {.healthy = false});
  uut.note(3, {.ejected = true});
  uut.note(5, {.mode = backend_mode::draining});
  uut.note(7, {.mode = backend_mode::disabled});
  for (auto i = 0; i < 200; ++i)
    for (auto x : uut.all(std::to_string(i)))
      BOOST_TEST_REQUIRE(x % 2 == 0u);
}

BOOST_DATA_TEST_CASE(backups_come_after_all_primaries, data::make(all_ways),
                     how) {
  auto uut = balancer_fixture{how,
                              {backup_number(0), test::backend_number(1),
                               backup_number(2), test::backend_number(3)}};
  for (auto i = 0; i < 50; ++i) {
    auto all = uut.all(std::to_string(i));
    BOOST_TEST_REQUIRE(all.size() == 4u);
    BOOST_TEST_REQUIRE(all[0] % 2 == 1u);
    BOOST_TEST_REQUIRE(all[1] % 2 == 1u);
  }
  uut.note(1, {.healthy = false});
  uut.note(3, {.healthy = false});
  for (auto i = 0; i < 50; ++i) {
    auto all = uut.all(std::to_string(i));
    BOOST_TEST_REQUIRE(all.size() == 2u);
    BOOST_TEST_REQUIRE(all[0] % 2 == 0u);
  }
}

BOOST_DATA_TEST_CASE(nobody_is_there, data::make(all_ways), how) {
  auto uut = balancer_fixture{how, {}};
  BOOST_TEST(uut.first("key") == -1);
  BOOST_TEST(uut.first() == -1);
  uut.adopt(test::backends_weighing({0, 0}));
  BOOST_TEST(uut.first("key") == -1);
  uut.adopt({backup_number(4)});
  BOOST_TEST(uut.first("key") == 4);
  BOOST_TEST(uut.first() == 4);
}

BOOST_DATA_TEST_CASE(a_change_under_way_repeats_nobody, data::make(all_ways),
                     how) {
  auto uut = balancer_fixture{how, test::so_many_backends(6)};
  auto request = selection{"key"};
  auto asked = std::set<std::uint64_t>{};
  for (std::size_t i = 0; i < 6; ++i) {
    auto found = uut.next(request);
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(asked.insert(*found).second);
    auto next = test::so_many_backends(6 + i);
    std::rotate(next.begin(), next.begin() + 3, next.end());
    uut.adopt(next);
  }
}

BOOST_AUTO_TEST_CASE(a_balancer_without_a_membership_knows_nobody) {
  auto uut = balancer{make_policy({.how = balancing::two_choices})};
  auto random = test::seeded_random{};
  auto request = selection{};
  BOOST_TEST((uut.next(request, {}, random) == nullptr));
  uut.note(backend_id{1}, {.healthy = false});
  uut.note_latency(backend_id{1}, 1s, {});
}

BOOST_AUTO_TEST_CASE(a_session_stays_with_its_holder) {
  auto uut = balancer_fixture{balancing::random, test::so_many_backends(4)};
  auto ask_holder = [&uut](selection& x) {
    return uut.uut.next_in_session(x, backend_id{2});
  };
  auto served = [&] {
    auto request = selection{};
    return ask_holder(request) != nullptr;
  };
  BOOST_TEST(served());
  uut.note(2, {.mode = backend_mode::draining});
  BOOST_TEST(served());
  uut.note(2, {.mode = backend_mode::disabled});
  BOOST_TEST(!served());
  uut.note(2, {.healthy = false});
  BOOST_TEST(!served());
  uut.note(2, {});
  auto request = selection{};
  BOOST_TEST((ask_holder(request) != nullptr));
  BOOST_TEST((ask_holder(request) == nullptr));
  while (auto next = uut.next(request))
    BOOST_TEST(*next != 2u);
  BOOST_TEST((uut.uut.next_in_session(request, backend_id{17}) == nullptr));
}

BOOST_AUTO_TEST_CASE(in_a_panic_the_unhealthy_are_asked) {
  auto uut = balancer_fixture{{.how = balancing::round_robin},
                              test::so_many_backends(4),
                              {.panic_threshold = 50}};
  auto conditions = std::vector<backend_condition>(4);
  for (auto i : {0u, 1u, 2u})
    conditions[i].healthy = false;
  uut.uut.note_all(conditions);
  BOOST_TEST(uut.uut.who().panicking());
  BOOST_TEST(uut.all().size() == 4u);
  uut.note(0, {});
  BOOST_TEST(!uut.uut.who().panicking());
  BOOST_TEST(uut.all().size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
