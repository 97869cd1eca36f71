#include "codecs/http2/stream_history.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http2 {
namespace {

BOOST_AUTO_TEST_SUITE(http2_stream_history_test)

BOOST_AUTO_TEST_CASE(what_is_new_is_no_fault) {
  auto uut = stream_history{};
  BOOST_TEST(!uut.fault_of(1));
  uut.opened(1);
  BOOST_TEST((uut.fault_of(1) == errc::stream_closed));
  BOOST_TEST(!uut.fault_of(3));
}

BOOST_AUTO_TEST_CASE(what_was_passed_over_is_no_stream) {
  auto uut = stream_history{};
  uut.opened(5);
  uut.opened(11);
  for (auto id : {1, 3, 7, 9})
    BOOST_TEST((uut.fault_of(id) == errc::protocol_error));
  BOOST_TEST((uut.fault_of(5) == errc::stream_closed));
}

BOOST_AUTO_TEST_CASE(what_we_reset_is_forgiven_for_a_while) {
  auto uut = stream_history{};
  uut.opened(1);
  uut.reset(1);
  uut.reset(3); // was refused, and never opened
  BOOST_TEST(!uut.fault_of(1));
  BOOST_TEST(!uut.fault_of(3));
  for (auto id = 5; id < 1000; id += 2)
    uut.reset(id);
  BOOST_TEST((uut.fault_of(1) == errc::stream_closed));
  BOOST_TEST(!uut.fault_of(999));
}

BOOST_AUTO_TEST_CASE(what_is_told_again_takes_no_place) {
  auto uut = stream_history{};
  for (auto id = 1; id <= 2 * 256; id += 2) {
    uut.reset(id);
    uut.reset(id);
  }
  BOOST_TEST(!uut.fault_of(1));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
