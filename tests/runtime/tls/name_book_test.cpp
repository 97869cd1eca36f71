#include "runtime/tls/name_book.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::runtime::tls {
namespace {

struct fixture {
  name_book<int> uut;

  int at(std::string_view name) const {
    auto* found = uut.find(name);
    return found ? *found : 0;
  }
};

BOOST_FIXTURE_TEST_SUITE(name_book_test, fixture)

BOOST_AUTO_TEST_CASE(an_exact_name_goes_before_a_wildcard) {
  uut["*.a.example"] = 1;
  uut["www.a.example"] = 2;
  BOOST_TEST(at("www.a.example") == 2);
  BOOST_TEST(at("api.a.example") == 1);
}

BOOST_AUTO_TEST_CASE(a_wildcard_stands_for_one_label) {
  uut["*.a.example"] = 1;
  BOOST_TEST(at("x.a.example") == 1);
  BOOST_TEST(at("a.example") == 0);
  BOOST_TEST(at("y.x.a.example") == 0);
  BOOST_TEST(at(".a.example") == 0);
}

BOOST_AUTO_TEST_CASE(case_and_the_root_s_dot_make_no_difference) {
  uut["WWW.A.example."] = 1;
  BOOST_TEST(at("www.a.example") == 1);
  BOOST_TEST(at("www.A.EXAMPLE.") == 1);
}

BOOST_AUTO_TEST_CASE(nobody_asks_for_a_wildcard) {
  uut["*.a.example"] = 1;
  uut["*"] = 2;
  BOOST_TEST(at("*") == 0);
  BOOST_TEST(at("") == 0);
  BOOST_TEST(at("example") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::tls
