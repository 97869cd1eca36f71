#include "actors/static_files/options.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(static_files_options_test)

/// A change to options that are right is wrong.
template <class Change>
bool spoils(Change change) {
  auto x = static_files_options{};
  x.root = "/srv";
  change(x);
  return !problems_with(x).empty();
}

BOOST_AUTO_TEST_CASE(a_root_will_do) {
  BOOST_TEST(!spoils([](auto&) {}));
  BOOST_TEST(spoils([](auto& x) { x.root.clear(); }));
}

BOOST_AUTO_TEST_CASE(finds_what_cannot_mean_anything) {
  BOOST_TEST(spoils([](auto& x) { x.index = "a/b"; }));
  BOOST_TEST(spoils([](auto& x) { x.index = ".."; }));
  BOOST_TEST(spoils([](auto& x) { x.strip = "static"; }));
  BOOST_TEST(spoils([](auto& x) { x.strip = "/static/"; }));
  BOOST_TEST(spoils([](auto& x) { x.fallback = "/x.html"; }));
  BOOST_TEST(spoils([](auto& x) { x.types["x"] = "a\r\nB: c"; }));
  BOOST_TEST(spoils([](auto& x) { x.default_type.clear(); }));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
