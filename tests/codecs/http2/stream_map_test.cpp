#include "codecs/http2/stream_map.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <memory>
#include <random>
#include <vector>

namespace troupe::codecs::http2 {
namespace {

/// What it has, in order.
template <class T>
std::map<stream_id, T> all_of(stream_map<T>& x) {
  auto result = std::map<stream_id, T>{};
  x.for_each([&](stream_id id, T& value) { result.emplace(id, value); });
  return result;
}

/// The numbers that a new map puts next to each other, or in the same place,
/// are for its hash to know; enough of them, and some are.
void check_against_model(std::uint32_t seed, stream_id most, stream_id step) {
  auto random = std::mt19937{seed};
  auto uut = stream_map<int>{};
  auto model = std::map<stream_id, int>{};
  for (auto i = 0; i < 3000; ++i) {
    auto n = static_cast<stream_id>(random() % static_cast<unsigned>(most));
    auto id = 1 + step * n;
    auto known = model.find(id);
    if (known == model.end()) {
      BOOST_TEST_REQUIRE(uut.find(id) == nullptr);
      BOOST_TEST_REQUIRE(uut.extract(id) == 0);
      uut.insert(id, i + 1);
      model.emplace(id, i + 1);
    } else if (random() % 3 == 0) {
      BOOST_TEST_REQUIRE(*uut.find(id) == known->second);
    } else {
      BOOST_TEST_REQUIRE(uut.extract(id) == known->second);
      model.erase(known);
    }
    BOOST_TEST_REQUIRE(uut.size() == model.size());
    BOOST_TEST_REQUIRE(uut.empty() == model.empty());
    if (i % 50 == 0)
      BOOST_TEST_REQUIRE((all_of(uut) == model));
  }
  for (auto& [id, value] : model)
    BOOST_TEST_REQUIRE(uut.extract(id) == value);
  BOOST_TEST(uut.empty());
}

BOOST_AUTO_TEST_SUITE(stream_map_test)

BOOST_AUTO_TEST_CASE(finds_what_was_put_in_until_it_is_taken_out) {
  for (auto most : {2, 5, 17, 300})
    for (auto step : {2, 16, 1 << 16})
      check_against_model(static_cast<std::uint32_t>(most + step), most, step);
}

BOOST_AUTO_TEST_CASE(streams_come_and_go_as_they_do_on_a_connection) {
  auto uut = stream_map<stream_id>{};
  constexpr auto open = stream_id{2 * 100};
  for (stream_id id = 1; id < 100'000; id += 2) {
    uut.insert(id, id);
    if (id > open)
      BOOST_TEST_REQUIRE(uut.extract(id - open) == id - open);
  }
  BOOST_TEST(uut.size() == 100u);
}

BOOST_AUTO_TEST_CASE(no_stream_has_the_number_0) {
  auto uut = stream_map<int>{};
  BOOST_TEST(uut.find(0) == nullptr);
  uut.insert(1, 7);
  BOOST_TEST(uut.find(0) == nullptr);
  BOOST_TEST(uut.extract(0) == 0);
  BOOST_TEST(uut.size() == 1u);
}

BOOST_AUTO_TEST_CASE(owns_what_it_holds) {
  auto shared = std::make_shared<int>(7);
  {
    auto uut = stream_map<std::shared_ptr<int>>{};
    for (stream_id id = 1; id < 100; id += 2)
      uut.insert(id, shared);
    BOOST_TEST(shared.use_count() == 51);
    uut.extract(31);
    BOOST_TEST(shared.use_count() == 50);
    auto moved = std::exchange(uut, {});
    BOOST_TEST(uut.empty());
    BOOST_TEST(uut.find(33) == nullptr);
    BOOST_TEST(moved.size() == 49u);
    moved.clear();
    BOOST_TEST(shared.use_count() == 1);
  }
  BOOST_TEST(shared.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
