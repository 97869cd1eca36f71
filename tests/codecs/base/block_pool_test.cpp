#include "codecs/base/block_pool.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace troupe::codecs {
namespace {

BOOST_AUTO_TEST_SUITE(block_pool_test)

BOOST_AUTO_TEST_CASE(blocks_are_aligned_as_large_as_said_and_nobody_elses) {
  struct taken {
    unsigned char* at;
    std::size_t size;
  };
  auto all = std::vector<taken>{};
  for (auto round = 0; round < 3; ++round) {
    for (std::size_t size = 0; size < 3 * block_pool::largest / 2; size += 7) {
      auto* at = static_cast<unsigned char*>(block_pool::take(size));
      BOOST_TEST_REQUIRE(
        reinterpret_cast<std::uintptr_t>(at) % alignof(std::max_align_t) == 0u);
      std::memset(at, static_cast<int>(size % 251), size);
      all.push_back({at, size});
    }
    for (auto& x : all)
      for (std::size_t i = 0; i < x.size; ++i)
        if (x.at[i] != x.size % 251)
          BOOST_FAIL("octet " << i << " of " << x.size << " is another's");
    for (auto& x : all)
      block_pool::give(x.at, x.size);
    all.clear();
  }
}

BOOST_AUTO_TEST_CASE(a_block_may_be_given_back_elsewhere) {
  auto blocks = std::vector<void*>{};
  for (auto i = 0; i < 100; ++i)
    blocks.push_back(block_pool::take(100));
  std::thread{[&] {
    for (auto* x : blocks)
      block_pool::give(x, 100);
    block_pool::give(block_pool::take(100), 100);
  }}.join();
  block_pool::give(block_pool::take(100), 100);
}

BOOST_AUTO_TEST_CASE(nothing_is_given_back_without_harm) {
  block_pool::give(nullptr, 10);
}

BOOST_AUTO_TEST_CASE(containers_live_on_it) {
  using pair = std::pair<const int, std::string>;
  auto map = std::unordered_map<int, std::string, std::hash<int>,
                                std::equal_to<>, pool_allocator<pair>>{};
  for (auto round = 0; round < 3; ++round) {
    for (auto i = 0; i < 1000; ++i)
      map[i] = std::to_string(i);
    for (auto i = 0; i < 1000; ++i)
      BOOST_TEST_REQUIRE(map[i] == std::to_string(i));
    map.clear();
  }
  auto shared = std::allocate_shared<int>(pool_allocator<int>{}, 7);
  BOOST_TEST(*shared == 7);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs
