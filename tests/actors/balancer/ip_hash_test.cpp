#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::balancer_fixture;

constexpr auto no_address = std::optional<std::string_view>{};

BOOST_AUTO_TEST_SUITE(ip_hash_test)

BOOST_AUTO_TEST_CASE(a_network_of_256_goes_to_one_backend) {
  auto uut = balancer_fixture{balancing::ip_hash,
                              test::backends_weighing({1, 1, 1, 1, 1})};
  auto address = std::string{"\x0a\x01\x02\x03", 4};
  auto home = uut.first(address);
  for (auto last = 0; last < 256; ++last) {
    address[3] = static_cast<char>(last);
    BOOST_TEST_REQUIRE(uut.first(address) == home);
  }
}

BOOST_AUTO_TEST_CASE(all_octets_of_an_ipv6_address_count) {
  auto uut = balancer_fixture{balancing::ip_hash,
                              test::backends_weighing({1, 1, 1, 1, 1})};
  auto address = std::string(16, '\x20');
  auto seen = std::vector<int>(5);
  for (auto last = 0; last < 256; ++last) {
    address[15] = static_cast<char>(last);
    ++seen[static_cast<std::size_t>(uut.first(address))];
  }
  for (auto n : seen)
    BOOST_TEST(n > 20);
}

BOOST_AUTO_TEST_CASE(clients_without_an_address_take_turns) {
  auto uut
    = balancer_fixture{balancing::ip_hash, test::backends_weighing({1, 1, 1})};
  for (auto want : {0, 1, 2, 0, 1, 2})
    BOOST_TEST(uut.first(no_address) == want);
}

BOOST_AUTO_TEST_CASE(nobody_else_moves_while_one_is_down) {
  auto uut = balancer_fixture{balancing::ip_hash,
                              test::backends_weighing({1, 2, 1, 3})};
  auto before = std::vector<int>{};
  auto address = [](int i) {
    return std::string{'\x0a', static_cast<char>(i >> 8), static_cast<char>(i),
                       '\x01'};
  };
  for (auto i = 0; i < 1'000; ++i)
    before.push_back(uut.first(address(i)));
  uut.note(1, {.healthy = false});
  for (auto i = 0; i < 1'000; ++i) {
    auto was = before[static_cast<std::size_t>(i)];
    auto is = uut.first(address(i));
    BOOST_TEST_REQUIRE((was == 1 ? is != 1 : is == was));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
