#include "tests/actors/balancer/stage.hpp"

namespace troupe::actors {
namespace {

using test::backend_number;

BOOST_AUTO_TEST_SUITE(membership_test)

BOOST_AUTO_TEST_CASE(finds_backends_by_id_in_whatever_order_they_are) {
  auto uut
    = membership{{backend_number(7), backend_number(2), backend_number(5)}};
  BOOST_TEST(uut.size() == 3u);
  BOOST_TEST(uut.find(backend_id{7}).value() == 0u);
  BOOST_TEST(uut.find(backend_id{2}).value() == 1u);
  BOOST_TEST(uut.find(backend_id{5}).value() == 2u);
  BOOST_TEST(!uut.find(backend_id{3}).has_value());
  BOOST_TEST(!membership{}.find(backend_id{0}).has_value());
}

BOOST_AUTO_TEST_CASE(keeps_the_first_of_two_with_one_id) {
  auto uut = membership{{backend_number(1, 10), backend_number(2),
                         backend_number(1, 20), backend_number(3)}};
  BOOST_TEST(uut.size() == 3u);
  BOOST_TEST(uut[uut.find(backend_id{1}).value()].weight == 10u);
  BOOST_TEST(uut.find(backend_id{3}).value() == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_under_way_survives_a_change_of_everything_else) {
  auto before = membership{{backend_number(1), backend_number(2)}};
  auto leaving = before[0].load->enter();
  auto staying = before[1].load->enter();
  auto after = membership{{backend_number(3), backend_number(2, 9)}, before};
  BOOST_TEST(after[0].load->in_flight() == 0u);
  BOOST_TEST(after[1].load->in_flight() == 1u);
  staying = {};
  BOOST_TEST(after[1].load->in_flight() == 0u);
  leaving = {};
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
