#include "codecs/http2/windows.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http2 {
namespace {

BOOST_AUTO_TEST_SUITE(http2_windows_test)

BOOST_AUTO_TEST_CASE(what_is_sent_narrows_and_what_is_told_opens) {
  auto uut = send_window{10};
  uut.use(4);
  BOOST_TEST(uut.room() == 6u);
  BOOST_TEST(uut.open(5));
  BOOST_TEST(uut.room() == 11u);
}

BOOST_AUTO_TEST_CASE(less_than_nothing_is_no_room) {
  auto uut = send_window{10};
  uut.use(8);
  BOOST_TEST(uut.open(-10)); // by SETTINGS
  BOOST_TEST(uut.room() == 0u);
  BOOST_TEST(uut.open(8));
  BOOST_TEST(uut.room() == 0u);
  BOOST_TEST(uut.open(1));
  BOOST_TEST(uut.room() == 1u);
}

BOOST_AUTO_TEST_CASE(a_window_has_a_largest_size) {
  auto uut = send_window{};
  BOOST_TEST(uut.open(max_window - usual_window));
  BOOST_TEST(!uut.open(1));
}

BOOST_AUTO_TEST_CASE(a_peer_sends_no_more_than_it_may) {
  auto uut = receive_window{10};
  BOOST_TEST(uut.take(10));
  BOOST_TEST(!uut.take(1));
}

BOOST_AUTO_TEST_CASE(it_is_given_back_by_halves) {
  auto uut = receive_window{10};
  BOOST_TEST(uut.take(10));
  BOOST_TEST(uut.give_back(4) == 0u);
  BOOST_TEST(uut.give_back(1) == 5u);
  BOOST_TEST(uut.give_back(4) == 0u);
  BOOST_TEST(uut.take(5));
  BOOST_TEST(!uut.take(1));
}

BOOST_AUTO_TEST_CASE(nothing_is_given_back_where_nothing_was_taken) {
  auto uut = receive_window{0};
  BOOST_TEST(uut.give_back(0) == 0u);
  auto tiny = receive_window{1};
  BOOST_TEST(tiny.take(1));
  BOOST_TEST(tiny.give_back(1) == 1u);
}

BOOST_AUTO_TEST_CASE(a_streams_size_changes_with_the_settings) {
  auto uut = receive_window{};
  BOOST_TEST(uut.take(60'000));
  uut.resize(100'000);
  BOOST_TEST(uut.take(40'000));
  BOOST_TEST(!uut.take(1));
  auto smaller = receive_window{};
  BOOST_TEST(smaller.take(500));
  smaller.resize(1000);
  BOOST_TEST(smaller.take(500));
  BOOST_TEST(!smaller.take(1));
}

BOOST_AUTO_TEST_CASE(that_of_the_connection_is_told) {
  auto uut = receive_window{};
  BOOST_TEST(uut.widen(100'000) == 100'000u - 65'535u);
  BOOST_TEST(uut.take(100'000));
  BOOST_TEST(!uut.take(1));
}

BOOST_AUTO_TEST_CASE(what_it_is_too_wide_by_is_kept_when_it_is_given_back) {
  auto uut = receive_window{};
  BOOST_TEST(uut.widen(10'000) == 0u);
  BOOST_TEST(uut.take(65'535)); // it was there
  BOOST_TEST(uut.give_back(55'535) == 0u);
  BOOST_TEST(uut.give_back(10'000) == 10'000u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
