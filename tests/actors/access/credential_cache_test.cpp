#include "actors/access/credential_cache.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(credential_cache_test)

BOOST_AUTO_TEST_CASE(knows_what_it_remembers_and_nothing_else) {
  auto uut = credential_cache{};
  BOOST_TEST(!uut.knows("", ""));
  uut.remember("ab", "c");
  BOOST_TEST(uut.knows("ab", "c"));
  BOOST_TEST(!uut.knows("a", "bc"));
  BOOST_TEST(!uut.knows("ab", "C"));
  BOOST_TEST(!uut.knows("b", "c"));
  BOOST_TEST(!credential_cache{}.knows("ab", "c"));
}

BOOST_AUTO_TEST_CASE(has_room_for_so_many_and_prefers_who_came_last) {
  auto uut = credential_cache{1};
  uut.remember("a", "1");
  uut.remember("b", "2");
  BOOST_TEST(!uut.knows("a", "1"));
  BOOST_TEST(uut.knows("b", "2"));
}

BOOST_AUTO_TEST_CASE(most_of_a_few_stay) {
  auto uut = credential_cache{1024};
  for (auto i = 0; i < 100; ++i)
    uut.remember(std::to_string(i), "x");
  auto known = 0;
  for (auto i = 0; i < 100; ++i)
    known += uut.knows(std::to_string(i), "x");
  BOOST_TEST(known > 75);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
