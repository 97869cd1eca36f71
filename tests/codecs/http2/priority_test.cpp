#include "codecs/http2/priority.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string_view>

namespace troupe::codecs::http2 {
namespace {

namespace data = boost::unit_test::data;

struct row {
  std::string_view text;
  priority want;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << '"' << x.text << '"';
}

const row rows[] = {
  {"", {3, false}},
  {"u=0", {0, false}},
  {"u=7, i", {7, true}},
  {"i,u=1", {1, true}},
  {" u=5 ;x=y , i=?1;z ", {5, true}},
  {"i, i=?0", {3, false}},
  {"u=1, u=2", {2, false}}, // the last one counts (RFC 8941 section 3.2)
  {"u=8", {3, false}},
  {"u=-1", {3, false}},
  {"u=10", {3, false}},
  {"u", {3, false}},
  {"u=a, i=1, x=?1", {3, false}},
  {",,;=", {3, false}},
};

BOOST_AUTO_TEST_SUITE(http2_priority_test)

BOOST_DATA_TEST_CASE(what_it_says_counts_and_the_rest_is_passed_over,
                     data::make(rows), x) {
  auto got = parse_priority(x.text);
  BOOST_TEST(got.urgency == x.want.urgency);
  BOOST_TEST(got.incremental == x.want.incremental);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
