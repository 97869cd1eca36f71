#include "codecs/base/text_arena.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

namespace troupe::codecs {
namespace {

BOOST_AUTO_TEST_SUITE(text_arena_test)

BOOST_AUTO_TEST_CASE(gives_each_text_room_of_its_own) {
  text_arena uut;
  struct text {
    char* first;
    std::size_t size;
    char filling;
  };
  std::vector<text> taken;
  for (auto size : {1u, 1000u, 2u, 5000u, 30u, 0u, 2000u}) {
    auto filling = static_cast<char>('a' + taken.size());
    taken.push_back({uut.take(size), size, filling});
    std::fill_n(taken.back().first, size, filling);
  }
  for (auto& x : taken)
    BOOST_TEST(std::all_of(x.first, x.first + x.size,
                           [&](char c) { return c == x.filling; }));
}

BOOST_AUTO_TEST_CASE(gives_the_same_room_again_when_cleared) {
  text_arena uut;
  std::vector<char*> rounds[2];
  for (auto& taken : rounds) {
    for (auto n : {10u, 1020u, 10u, 5000u, 10u})
      taken.push_back(uut.take(n));
    uut.clear();
  }
  BOOST_TEST((rounds[0] == rounds[1]));
}

BOOST_AUTO_TEST_CASE(goes_on_after_a_move_as_the_other_would_have) {
  text_arena first;
  auto* a = first.take(10);
  auto second = std::move(first);
  auto* b = second.take(10);
  BOOST_TEST((b == a + 10));
  std::fill_n(first.take(2000), 2000, 'x'); // of its own
  text_arena third;
  third = std::move(second);
  BOOST_TEST((third.take(1) == b + 10));
  std::fill_n(second.take(100), 100, 'x');
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs
