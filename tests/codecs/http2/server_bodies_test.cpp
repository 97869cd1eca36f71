#include "tests/codecs/http2/server_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace troupe::codecs::http2 {
namespace {

using namespace test;

BOOST_FIXTURE_TEST_SUITE(http2_server_bodies_test, server_fixture)

// -- windows ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_client_may_send_what_was_taken) {
  wish.window = 1000;
  meet();
  say(frame(type::settings, ack, 0));
  open(1, a_post(), false);
  say(frame(type::data, 0, 1, std::string(1000, 'x')));
  BOOST_TEST(seen.streams[1].body.size() == 1000u);
  BOOST_TEST(uut->unconsumed() == 1000u);
  BOOST_TEST(count(type::window_update, 1) == 0u);
  uut->consumed(1, 1000);
  hear();
  BOOST_TEST(count(type::window_update, 1) == 1u);
  BOOST_TEST(uut->unconsumed() == 0u);
  say(frame(type::data, 0, 1, std::string(1001, 'x')));
  BOOST_TEST((code(type::rst_stream, 1) == errc::flow_control_error
              || code(type::goaway, 0) == errc::flow_control_error));
}

BOOST_AUTO_TEST_CASE(what_is_reset_gives_back_the_connections_window) {
  wish.window = 60'000;
  wish.connection_window = 65'535;
  meet();
  say(frame(type::settings, ack, 0));
  for (auto id = 1u; id < 200; id += 2) {
    open(id, a_post(), false);
    for (auto i = 0; i < 5; ++i)
      say(frame(type::data, 0, id, std::string(10'000, 'x')));
    BOOST_TEST_REQUIRE(seen.streams[static_cast<stream_id>(id)].body.size()
                       == 50'000u);
    say(frame(type::rst_stream, 0, id, number(8)));
    BOOST_TEST(
      (seen.streams[static_cast<stream_id>(id)].reset == errc::cancel));
  }
  BOOST_TEST(uut->unconsumed() == 0u);
  BOOST_TEST(uut->open_streams() == 0u);
  BOOST_TEST(!code(type::goaway, 0));
}

BOOST_AUTO_TEST_CASE(a_body_waits_for_the_clients_window) {
  open(1, a_get());
  auto all = std::string(200'000, 'x');
  uut->send_head(
    1,
    [] {
      auto x = http1::response_head{};
      x.status = 200;
      return x;
    }(),
    false);
  uut->send_body(1, as_octets(all));
  BOOST_TEST(uut->congested(1));
  hear();
  BOOST_TEST(body(1).size() == 65'535u);
  BOOST_TEST(uut->congested(1)); // still too much waits
  BOOST_TEST(seen.streams[1].room == 0);
  BOOST_TEST(!uut->has_output());
  uut->send_end(1, {});
  say(frame(type::window_update, 0, 0, number(200'000)));
  BOOST_TEST(body(1).size() == 65'535u);
  say(frame(type::window_update, 0, 1, number(200'000)));
  BOOST_TEST(body(1) == all);
  BOOST_TEST(seen.streams[1].room == 1);
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(pull_takes_no_more_than_is_wanted) {
  open(1, a_get());
  answer(1);
  open(3, a_get());
  uut->send_head(3, {.status = 200}, false);
  uut->send_body(3, as_octets(std::string(60'000, 'x')));
  auto wire = std::string{};
  uut->pull(wire, 1000);
  BOOST_TEST(wire.size() < 1000u + 16'384u + 9u);
  BOOST_TEST(uut->has_output());
}

// -- loans --------------------------------------------------------------------

/// Remembers where octets lay.
struct sink_double final : octet_sink {
  std::string& text() noexcept override { return all; }
  void borrow(octets piece) override {
    borrowed.push_back(piece);
    all.append(as_text(piece));
  }

  std::string all;
  std::vector<octets> borrowed;
};

BOOST_AUTO_TEST_CASE(what_is_lent_leaves_from_where_it_lies) {
  const auto lent = std::string(20'000, 'x');
  open(1, a_get());
  uut->send_head(1, {.status = 200}, false);
  uut->lend_body(1, as_octets(lent));
  BOOST_TEST(uut->lends(1));
  BOOST_TEST(uut->waiting(1) == 20'000u);
  auto sink = sink_double{};
  uut->pull(sink, 1 << 20);
  BOOST_TEST_REQUIRE(sink.borrowed.size()
                     == 2u); // with its head, a frame has 16,384 octets
  BOOST_TEST((sink.borrowed[0].data() == as_octets(lent).data()));
  BOOST_TEST(sink.borrowed[0].size() + sink.borrowed[1].size() == 20'000u);
  BOOST_TEST(!uut->lends(1));
  BOOST_TEST(frames_of(sink.all).back().payload == std::string(3625, 'x'));
}

BOOST_AUTO_TEST_CASE(what_is_kept_of_a_loan_may_be_overwritten) {
  auto lent = std::string(70'000, 'x'); // more than the client's window
  open(1, a_get());
  uut->send_head(1, {.status = 200}, false);
  uut->lend_body(1, as_octets(lent));
  hear();
  BOOST_TEST(body(1).size() == 65'535u);
  uut->keep(1);
  BOOST_TEST(!uut->lends(1));
  std::ranges::fill(lent, 'y');
  uut->send_end(1, {});
  say(frame(type::window_update, 0, 0, number(70'000)));
  say(frame(type::window_update, 0, 1, number(70'000)));
  BOOST_TEST(body(1) == std::string(70'000, 'x'));
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_small_is_not_lent) {
  open(1, a_get());
  uut->send_head(1, {.status = 200}, false);
  auto little = std::string(connection::worth_lending - 1, 'x');
  BOOST_TEST(!uut->lend_body(1, as_octets(little)));
  std::ranges::fill(little, 'y');
  hear();
  BOOST_TEST(body(1) == std::string(little.size(), 'x'));
  BOOST_TEST(!uut->lend_body(99, as_octets(std::string(20'000, 'x'))));
}

BOOST_AUTO_TEST_CASE(loans_and_copies_leave_in_the_order_they_came_in) {
  auto large = [](char x) { return std::string(connection::worth_lending, x); };
  const auto first = large('1');
  const auto third = large('3');
  const auto fourth = large('4');
  open(1, a_get());
  uut->send_head(1, {.status = 200}, false);
  BOOST_TEST(uut->lend_body(1, as_octets(first)));
  uut->send_body(1, as_octets("second"));
  BOOST_TEST(uut->lend_body(1, as_octets(third)));
  BOOST_TEST(uut->lend_body(1, as_octets(fourth)));
  uut->send_end(1, {});
  hear();
  BOOST_TEST(body(1) == first + "second" + third + fourth);
}

// -- order (RFC 9218) ---------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_is_urgent_goes_first) {
  open(1, with(a_get(), "priority", "u=5"));
  open(3, with(a_get(), "priority", "u=1"));
  open(5, a_get());
  for (auto id : {1, 3, 5}) {
    uut->send_head(id, {.status = 200}, false);
    uut->send_body(id, as_octets(std::string(20'000, 'x')));
    uut->send_end(id, {});
  }
  hear();
  auto order = std::vector<std::uint32_t>{};
  for (auto& x : sent)
    if (x.what == type::data && (order.empty() || order.back() != x.stream))
      order.push_back(x.stream);
  BOOST_TEST(order == (std::vector<std::uint32_t>{3, 5, 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_wish_is_told_and_may_change) {
  open(1, with(a_get(), "priority", "u=5, i"), false);
  open(3, a_get());
  BOOST_TEST((uut->priority_of(1) == http2::priority{5, true}));
  BOOST_TEST((uut->priority_of(3) == http2::priority{}));
  say(frame(static_cast<type>(0x10), 0, 0, number(1) + "u=0"));
  BOOST_TEST((uut->priority_of(1) == http2::priority{0, false}));
  BOOST_TEST((uut->priority_of(99) == http2::priority{}));
}

BOOST_AUTO_TEST_CASE(progress_is_told_while_something_waits) {
  open(1, a_get());
  uut->send_head(1, {.status = 200}, false);
  uut->send_body(1, as_octets(std::string(65'540, 'x')));
  hear();
  BOOST_TEST(seen.streams[1].progress > 0);
  auto before = seen.streams[1].progress;
  say(frame(type::window_update, 0, 0, number(10)));
  say(frame(type::window_update, 0, 1, number(1)));
  BOOST_TEST(seen.streams[1].progress == before + 1);
  say(frame(type::window_update, 0, 1, number(9))); // all of it
  BOOST_TEST(seen.streams[1].progress == before + 1);
}

BOOST_AUTO_TEST_CASE(what_is_incremental_shares) {
  for (auto id : {1u, 3u})
    open(id, with(a_get(), "priority", "i"));
  for (auto id : {1u, 3u}) {
    uut->send_head(static_cast<stream_id>(id), {.status = 200}, false);
    uut->send_body(static_cast<stream_id>(id),
                   as_octets(std::string(30'000, 'x')));
    uut->send_end(static_cast<stream_id>(id), {});
  }
  hear();
  auto order = std::vector<std::uint32_t>{};
  for (auto& x : sent)
    if (x.what == type::data)
      order.push_back(x.stream);
  BOOST_TEST_REQUIRE(order.size() >= 4u);
  BOOST_TEST(order[0] != order[1]);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
