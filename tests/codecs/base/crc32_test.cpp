#include "codecs/base/crc32.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs {
namespace {

BOOST_AUTO_TEST_SUITE(crc32_test)

BOOST_AUTO_TEST_CASE(has_the_check_value_of_the_catalogues) {
  BOOST_TEST(crc32("123456789") == 0xcbf43926u);
  BOOST_TEST(reversed_crc32<0x82f63b78u>("123456789") == 0xe3069283u);
  BOOST_TEST(crc32("") == 0u);
}

BOOST_AUTO_TEST_CASE(goes_on_where_it_stopped) {
  BOOST_TEST(crc32("6789", crc32("12345")) == crc32("123456789"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs
