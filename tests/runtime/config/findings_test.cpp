#include "runtime/config/findings.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

namespace troupe::runtime::config {
namespace {

BOOST_AUTO_TEST_SUITE(findings_test)

BOOST_AUTO_TEST_CASE(prints_a_finding_as_compilers_do) {
  BOOST_TEST(to_string(finding{"a.yaml", 3, 7, "no"}) == "a.yaml:3:7: no");
  BOOST_TEST(to_string(finding{"a.yaml", 0, 0, "no"}) == "a.yaml: no");
}

BOOST_AUTO_TEST_CASE(tells_findings_in_the_order_of_the_file) {
  findings uut{"a.yaml"};
  BOOST_TEST(uut.empty());
  uut.add({9, 1}, "third");
  uut.add({2, 8}, "second");
  uut.add({2, 1}, "first");
  BOOST_TEST(uut.size() == 3u);
  auto got = std::move(uut).take();
  BOOST_TEST_REQUIRE(got.size() == 3u);
  BOOST_TEST(got[0].message == "first");
  BOOST_TEST(got[1].message == "second");
  BOOST_TEST(got[2].message == "third");
}

BOOST_AUTO_TEST_CASE(tells_once_what_was_noticed_twice) {
  findings uut{"a.yaml"};
  uut.add({1, 1}, "a");
  uut.add({1, 1}, "b");
  uut.add({1, 1}, "a");
  BOOST_TEST(std::move(uut).take().size() == 2u);
}

BOOST_AUTO_TEST_CASE(keeps_a_finding_on_its_line) {
  findings uut{"a.yaml"};
  uut.add({1, 1}, "not 'a\nb\x1b[1m'");
  BOOST_TEST(std::move(uut).take().front().message == "not 'a b [1m'");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::config
