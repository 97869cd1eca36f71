#include "runtime/buffer/watermark.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::runtime::buffer {
namespace {

using edge = watermark::edge;

BOOST_AUTO_TEST_SUITE(watermark_test)

BOOST_AUTO_TEST_CASE(rises_above_the_high_mark_and_not_at_it) {
  watermark uut{{.low = 10, .high = 20}};
  BOOST_TEST((uut.note(20) == edge::none));
  BOOST_TEST(!uut.above());
  BOOST_TEST((uut.note(21) == edge::rose));
  BOOST_TEST(uut.above());
}

BOOST_AUTO_TEST_CASE(falls_at_the_low_mark_and_not_before) {
  watermark uut{{.low = 10, .high = 20}};
  BOOST_TEST((uut.note(30) == edge::rose));
  BOOST_TEST((uut.note(11) == edge::none));
  BOOST_TEST(uut.above());
  BOOST_TEST((uut.note(10) == edge::fell));
  BOOST_TEST(!uut.above());
}

BOOST_AUTO_TEST_CASE(tells_each_edge_once) {
  watermark uut{{.low = 10, .high = 20}};
  for (auto round = 0; round < 2; ++round) {
    BOOST_TEST((uut.note(25) == edge::rose));
    BOOST_TEST((uut.note(100) == edge::none));
    BOOST_TEST((uut.note(20) == edge::none));
    BOOST_TEST((uut.note(0) == edge::fell));
    BOOST_TEST((uut.note(0) == edge::none));
    BOOST_TEST((uut.note(15) == edge::none));
  }
}

BOOST_AUTO_TEST_CASE(works_with_both_marks_in_one_place) {
  watermark uut{{.low = 0, .high = 0}};
  BOOST_TEST((uut.note(0) == edge::none));
  BOOST_TEST((uut.note(1) == edge::rose));
  BOOST_TEST((uut.note(0) == edge::fell));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::buffer
