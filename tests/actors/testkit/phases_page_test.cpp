#include "actors/pipeline/phase.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>

namespace troupe::actors {
namespace {

std::string yes(bool x) {
  return x ? " yes |" : "  |";
}

BOOST_AUTO_TEST_SUITE(phases_page_test)

BOOST_AUTO_TEST_CASE(the_guides_chart_is_the_table_of_phases) {
  auto expected = std::string{
    "<!-- rows: phases -->\n| phase | when | may answer | may wait | repeats "
    "|\n| --- | --- | --- | --- | --- |\n"};
  for (auto& x : phases())
    expected.append("| `")
      .append(x.name)
      .append("` | ")
      .append(x.when)
      .append(" |")
      .append(yes(x.may_answer))
      .append(yes(x.may_suspend))
      .append(yes(x.repeats))
      .append("\n");
  auto file = std::ifstream{TROUPE_SOURCE_DIR "/docs/guide/phases.md"};
  auto page = std::string{std::istreambuf_iterator<char>{file}, {}};
  BOOST_TEST_REQUIRE(!page.empty());
  auto found = page.find(expected + "\n") != std::string::npos;
  BOOST_TEST(found, "docs/guide/phases.md should have\n" << expected);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
