#include "codecs/http/date.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http {
namespace {

BOOST_AUTO_TEST_SUITE(date_test)

BOOST_AUTO_TEST_CASE(writes_the_example_of_rfc_9110) {
  BOOST_TEST(date_text{784111777}.view() == "Sun, 06 Nov 1994 08:49:37 GMT");
}

BOOST_AUTO_TEST_CASE(knows_the_calendar) {
  BOOST_TEST(date_text{0}.view() == "Thu, 01 Jan 1970 00:00:00 GMT");
  BOOST_TEST(date_text{951827696}.view() == "Tue, 29 Feb 2000 12:34:56 GMT");
  BOOST_TEST(date_text{4102444799}.view() == "Thu, 31 Dec 2099 23:59:59 GMT");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
