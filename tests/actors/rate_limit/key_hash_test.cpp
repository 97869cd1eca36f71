#include "actors/rate_limit/key_hash.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(key_hash_test)

BOOST_AUTO_TEST_CASE(a_hash_says_the_same_of_the_same_key) {
  auto uut = key_hash{};
  auto copy = uut;
  BOOST_TEST((uut("192.0.2.1") == copy("192.0.2.1")));
  BOOST_TEST((uut("192.0.2.1") != uut("192.0.2.2")));
}

BOOST_AUTO_TEST_CASE(each_hash_has_a_key_of_its_own) {
  BOOST_TEST((key_hash{}("x") != key_hash{}("x")));
  BOOST_TEST((key_hash{{1, 2}}("x") == key_hash{{1, 2}}("x")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
