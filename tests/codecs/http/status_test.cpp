#include "codecs/http/status.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http {
namespace {

BOOST_AUTO_TEST_SUITE(status_test)

BOOST_AUTO_TEST_CASE(codes_have_the_phrases_of_the_registry) {
  BOOST_TEST(reason_phrase(200) == "OK");
  BOOST_TEST(reason_phrase(413) == "Content Too Large");
  BOOST_TEST(reason_phrase(511) == "Network Authentication Required");
  for (auto code : {0, 99, 299, 418, 600, 999})
    BOOST_TEST(reason_phrase(static_cast<status>(code)).empty());
}

BOOST_AUTO_TEST_CASE(a_switch_of_protocols_is_not_interim) {
  BOOST_TEST(is_interim(100));
  BOOST_TEST(is_interim(199));
  BOOST_TEST(!is_interim(101));
  BOOST_TEST(!is_interim(200));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
