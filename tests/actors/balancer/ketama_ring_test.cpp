#include "actors/balancer/ketama_ring.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using node = ketama_ring::node;

std::uint32_t owner(const ketama_ring& x, std::string_view key) {
  return x.node_at(x.find(ketama_ring::hash(key)));
}

BOOST_AUTO_TEST_SUITE(ketama_ring_test)

BOOST_AUTO_TEST_CASE(has_160_points_for_each_unit_of_weight) {
  auto nodes = std::array{node{"127.0.0.1:80"}, node{"127.0.0.2:80", 3}};
  BOOST_TEST(ketama_ring{nodes}.size() == 640u);
  BOOST_TEST(ketama_ring{}.size() == 0u);
  BOOST_TEST((ketama_ring{std::array{node{"a", 0}}}.size() == 0u));
}

BOOST_AUTO_TEST_CASE(a_key_that_hits_a_point_belongs_to_it) {
  // A node's first point is the hash of this; the one behind it is another's.
  auto key = std::string{"127.0.0.1\0007003\0\0\0\0", 18};
  auto nodes = std::array{node{"127.0.0.1:7003"}, node{"127.0.0.1:7002", 50}};
  auto uut = ketama_ring{nodes};
  auto at = uut.find(ketama_ring::hash(key));
  BOOST_TEST(uut.node_at(at) == 0u);
  BOOST_TEST(uut.node_at(at + 1) == 1u);
}

BOOST_AUTO_TEST_CASE(the_earlier_of_two_nodes_has_a_point_that_both_claim) {
  auto nodes = std::array{node{"[::1]:80"}, node{"a"}, node{"[::1]:80", 2}};
  auto uut = ketama_ring{nodes};
  BOOST_TEST(uut.size() == 480u);
  auto points = std::array<int, 3>{};
  for (std::size_t i = 0; i < uut.size(); ++i)
    ++points[uut.node_at(i)];
  BOOST_TEST((points == std::array{160, 160, 160}));
}

BOOST_AUTO_TEST_CASE(the_last_point_is_followed_by_the_first) {
  auto nodes = std::array{node{"127.0.0.1:80"}, node{"127.0.0.2:80"}};
  auto uut = ketama_ring{nodes};
  BOOST_TEST(uut.find(0xffffffffu) == uut.size());
  BOOST_TEST(uut.node_at(uut.size()) == uut.node_at(0));
}

BOOST_AUTO_TEST_CASE(reads_host_and_port_as_they_are_spelled) {
  struct {
    std::string_view one;
    std::string_view other;
    bool same;
  } const rows[] = {
    {"unix:/run/app", "UNIX:/run/app", true},
    {"unix:/run/app", "/run/app", true},        // no port, the same host
    {"unix:/run/app:80", "/run/app:80", false}, // of a path it is no port
    {"app.example", "app.example:80", false},
    {"app.example", "APP.example", false},
    {"app:", "app", true},
    {"80", ":80", false},
    {"[::1]:80", "::1:80", false},
  };
  for (auto& row : rows) {
    BOOST_TEST_CONTEXT(row.one << " and " << row.other) {
      auto nodes = std::array{node{row.one}, node{row.other}};
      BOOST_TEST((ketama_ring{nodes}.size() == 160u) == row.same);
    }
  }
}

BOOST_AUTO_TEST_CASE(only_the_keys_of_who_leaves_move) {
  auto names = std::vector<std::string>{};
  for (auto i = 0; i < 20; ++i)
    names.push_back(std::string{"10.0.0."}.append(std::to_string(i) + ":80"));
  auto all = std::vector<node>{};
  for (auto& x : names)
    all.push_back({.name = x});
  auto before = ketama_ring{all};
  all.pop_back();
  auto after = ketama_ring{all};
  auto moved = 0;
  for (auto i = 0; i < 20'000; ++i) {
    auto key = std::to_string(i);
    auto was = owner(before, key);
    if (was == 19)
      ++moved;
    else
      BOOST_TEST_REQUIRE(owner(after, key) == was);
  }
  BOOST_TEST(moved > 600);
  BOOST_TEST(moved < 1'400);
}

BOOST_AUTO_TEST_CASE(great_weights_cost_a_bounded_ring) {
  auto nodes = std::array{node{"10.0.0.1:80", 65'535},
                          node{"10.0.0.2:80", 65'535}, node{"10.0.0.3:80", 1}};
  auto uut = ketama_ring{nodes};
  BOOST_TEST(uut.size() <= ketama_ring::most_points + nodes.size());
  BOOST_TEST(uut.size() > ketama_ring::most_points * 99 / 100);
  auto points = std::array<std::size_t, 3>{};
  for (std::size_t i = 0; i < uut.size(); ++i)
    ++points[uut.node_at(i)];
  BOOST_TEST(points[2] >= 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
