#include "tests/codecs/hpack/nghttp2_peer.hpp"

#include "codecs/hpack/static_table.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::hpack {
namespace {

BOOST_AUTO_TEST_SUITE(hpack_static_table_test)

BOOST_AUTO_TEST_CASE(is_the_same_as_that_of_others) {
  auto peer = test::other_decoder{};
  for (std::size_t i = 1; i < first_dynamic; ++i) {
    auto& x = static_table[i - 1];
    auto told = peer.decode(std::string(1, static_cast<char>(0x80 | i)));
    BOOST_TEST_REQUIRE((told && told->size() == 1));
    BOOST_TEST(told->front().name == x.name);
    BOOST_TEST(told->front().value == x.value);
  }
}

BOOST_AUTO_TEST_CASE(knows_its_names_by_number) {
  for (auto& x : static_table)
    BOOST_TEST((x.id == fields::find_name(x.name)), x.name);
}

BOOST_AUTO_TEST_CASE(finds_names_by_number) {
  for (auto i = 0u; i < static_cast<unsigned>(fields::name::last_); ++i) {
    auto id = static_cast<fields::name>(i);
    auto want = std::size_t{0};
    for (std::size_t k = static_table.size(); k > 0; --k)
      if (i != 0 && static_table[k - 1].name == fields::lower_case(id))
        want = k;
    BOOST_TEST(static_index(id) == want, fields::to_string(id));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::hpack
