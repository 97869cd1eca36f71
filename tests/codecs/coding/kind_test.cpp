#include "codecs/coding/kind.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::coding {
namespace {

BOOST_AUTO_TEST_SUITE(kind_test)

BOOST_AUTO_TEST_CASE(each_kind_is_found_by_its_name) {
  for (std::size_t i = 0; i < kind_count; ++i) {
    auto x = static_cast<kind>(i);
    BOOST_TEST(!to_string(x).empty());
    BOOST_TEST((find_kind(to_string(x)) == x));
  }
}

BOOST_AUTO_TEST_CASE(case_does_not_count) {
  BOOST_TEST((find_kind("GZip") == kind::gzip));
  BOOST_TEST((find_kind("BR") == kind::br));
}

BOOST_AUTO_TEST_CASE(x_gzip_is_gzip) {
  BOOST_TEST((find_kind("x-gzip") == kind::gzip));
  BOOST_TEST((find_kind("X-GZIP") == kind::gzip));
}

BOOST_AUTO_TEST_CASE(other_codings_are_not_found) {
  for (auto name : {"", "compress", "gzi", "gzipp", "dcz", "*"})
    BOOST_TEST(!find_kind(name).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::coding
