#include "tests/codecs/http2/server_fixture.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http2 {
namespace {

using namespace std::chrono_literals;
using namespace test;
namespace data = boost::unit_test::data;

BOOST_FIXTURE_TEST_SUITE(http2_server_test, server_fixture)

// -- requests -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_request_comes_and_is_answered) {
  open(1, with(a_get(), "x-a", "b"));
  auto& x = seen.streams[1];
  BOOST_TEST(x.head == "GET /\nx-a: b\n");
  BOOST_TEST(x.authority == "a.example");
  BOOST_TEST((x.framing.kind == http::body_kind::none));
  BOOST_TEST(x.ended);
  answer(1, "well");
  BOOST_TEST(count(type::headers, 1) == 1u);
  BOOST_TEST(body(1) == "well");
  BOOST_TEST(!x.reset);
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(it_is_the_same_however_the_octets_are_cut) {
  auto wire = frame(type::headers, end_headers, 1,
                    block(with(a_post(), "cookie", "a=b")))
              + frame(type::data, 0, 1, "some ")
              + frame(type::data, 0, 1, "body")
              + frame(type::headers, end_headers | end_stream, 1,
                      block({{"x-sum", "9"}}));
  for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
    meet();
    say(std::string_view{wire}.substr(0, cut));
    say(std::string_view{wire}.substr(cut));
    auto& x = seen.streams[1];
    BOOST_TEST(x.head == "POST /\ncookie: a=b\n");
    BOOST_TEST((x.framing.kind == http::body_kind::chunked));
    BOOST_TEST(x.body == "some body");
    BOOST_TEST(x.trailers == "x-sum: 9\n");
    BOOST_TEST(x.ended);
  }
}

BOOST_AUTO_TEST_CASE(an_end_may_come_by_itself_and_behind_the_answer) {
  auto end = frame(type::data, end_stream, 1);
  for (std::size_t cut = 0; cut <= end.size(); ++cut) {
    meet();
    open(1, a_post(), false);
    answer(1, "well");
    say(end.substr(0, cut));
    say(end.substr(cut));
    BOOST_TEST(seen.streams[1].ended);
    BOOST_TEST(uut->problem() == "");
    BOOST_TEST(uut->open_streams() == 0u);
  }
}

BOOST_AUTO_TEST_CASE(cookies_are_joined) {
  open(1,
       with(with(with(a_get(), "cookie", "a=b"), "x", "y"), "cookie", "c=d"));
  BOOST_TEST(seen.streams[1].head == "GET /\nx: y\ncookie: a=b; c=d\n");
}

BOOST_AUTO_TEST_CASE(a_length_is_told) {
  open(1, with(a_post(), "content-length", "4"), false);
  auto& x = seen.streams[1];
  BOOST_TEST((x.framing.kind == http::body_kind::length));
  BOOST_TEST(x.framing.length == 4u);
  say(frame(type::data, end_stream, 1, "four"));
  BOOST_TEST(x.ended);
}

BOOST_AUTO_TEST_CASE(connect_has_an_authority_only) {
  open(1, {{":method", "CONNECT"}, {":authority", "a.example:443"}}, false);
  BOOST_TEST(seen.streams[1].head == "CONNECT a.example:443\n");
}

BOOST_AUTO_TEST_CASE(a_protocol_may_be_asked_for) {
  open(1,
       {{":method", "CONNECT"},
        {":protocol", "websocket"},
        {":scheme", "https"},
        {":path", "/chat"},
        {":authority", "a.example"}},
       false);
  BOOST_TEST(seen.streams[1].head == "CONNECT /chat\n");
  BOOST_TEST(seen.streams[1].protocol == "websocket");
  wish.extended_connect = false;
  meet();
  open(1,
       {{":method", "CONNECT"},
        {":protocol", "websocket"},
        {":scheme", "https"},
        {":path", "/chat"},
        {":authority", "a.example"}},
       false);
  BOOST_TEST((code(type::rst_stream, 1) == errc::protocol_error));
}

BOOST_AUTO_TEST_CASE(a_head_that_is_too_large_is_told_and_not_kept) {
  wish.max_head = 2000;
  meet();
  auto head = a_get();
  for (auto i = 0; i < 20; ++i)
    head = with(head, "x-" + std::to_string(i), std::string(100, 'x'));
  open(1, head);
  BOOST_TEST(seen.streams[1].oversized);
  BOOST_TEST(seen.streams[1].head == "");
  answer(1, {}, 431);
  BOOST_TEST(count(type::headers, 1) == 1u);
  open(3, a_get());
  BOOST_TEST(seen.streams[3].head == "GET /\n");
}

// -- beginnings ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_does_not_begin_as_a_client_is_refused) {
  seen = {};
  uut.emplace(wish, seen);
  say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST((code(type::goaway, 0) == errc::protocol_error));
  BOOST_TEST(uut->finished());
}

BOOST_AUTO_TEST_CASE(more_streams_than_there_may_be_are_refused) {
  wish.max_streams = 2;
  meet();
  for (auto id : {1u, 3u, 5u})
    open(id, a_get());
  BOOST_TEST((code(type::rst_stream, 5) == errc::refused_stream));
  BOOST_TEST(seen.streams.size() == 2u);
}

// -- responses ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(nothing_of_a_hop_is_sent_and_trailers_are) {
  auto seen_by_client = client_side{};
  auto peer = client{{}, seen_by_client};
  uut.emplace(wish, seen);
  auto carry = [&] {
    for (auto turn = 0; turn < 4; ++turn) {
      auto there = std::string{};
      peer.pull(there, 1 << 20);
      uut->feed(as_octets(there), now);
      auto back = std::string{};
      uut->pull(back, 1 << 20);
      peer.feed(as_octets(back), now);
    }
  };
  auto ask = http1::request_head{};
  ask.method = http::method::get;
  ask.method_text = "GET";
  ask.target.text = "/x?y";
  ask.fields.append("Host", "hop.example");
  ask.fields.append("Connection", "x-hop");
  ask.fields.append("X-Hop", "1");
  ask.fields.append("X-Kept", "2");
  auto id = peer.send_request(
    ask, {.scheme = "https", .authority = "a.example"}, true);
  BOOST_TEST_REQUIRE(id == 1);
  carry();
  BOOST_TEST(seen.streams[1].head == "GET /x?y\nx-kept: 2\n");
  uut->send_interim(1, {.status = 103});
  uut->send_interim(1, {.status = 101});
  auto head = http1::response_head{};
  head.status = 200;
  head.fields.append("Transfer-Encoding", "chunked");
  head.fields.append("Keep-Alive", "timeout=5");
  head.fields.append("X-Kept", "3");
  uut->send_head(1, head, false);
  uut->send_body(1, as_octets("body"));
  auto trailers = fields::map{};
  trailers.append("Grpc-Status", "0");
  trailers.append("Content-Length", "7");
  uut->send_end(1, trailers);
  carry();
  auto& x = seen_by_client.streams[1];
  BOOST_TEST(x.interim == std::vector<int>{103},
             boost::test_tools::per_element());
  BOOST_TEST(x.head == "200\nx-kept: 3\n");
  BOOST_TEST(x.body == "body");
  BOOST_TEST(x.trailers == "grpc-status: 0\n");
  BOOST_TEST(x.ended);
  BOOST_TEST(!x.reset);
  BOOST_TEST(peer.open_streams() == 0u);
  BOOST_TEST(uut->open_streams() == 0u);
}

// -- ends ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_connection_drains_in_two_steps) {
  open(1, a_get());
  uut->drain();
  hear();
  BOOST_TEST((code(type::goaway, 0) == errc::no_error));
  BOOST_TEST(to_number(sent.back().payload.substr(0, 4)) == 0x7fffffffu);
  open(3, a_get()); // was on its way
  BOOST_TEST(seen.streams[3].ended);
  uut->refuse_streams();
  hear();
  BOOST_TEST(to_number(sent.back().payload.substr(0, 4)) == 3u);
  open(5, a_post(), false);
  say(frame(type::data, 0, 5, "some")
      + frame(type::headers, end_headers | end_stream, 5, block({{"x", "y"}})));
  BOOST_TEST(!seen.streams.contains(5));
  BOOST_TEST((code(type::goaway, 0) == errc::no_error));
  BOOST_TEST(!uut->finished());
  answer(1, "a");
  answer(3, "b");
  BOOST_TEST(uut->finished());
  BOOST_TEST(body(3) == "b");
}

BOOST_AUTO_TEST_CASE(who_has_not_heard_of_a_reset_yet_is_no_offender) {
  wish.max_streams = 1;
  meet();
  open(1, a_post(), false);
  uut->reset(1, errc::cancel);
  hear();
  say(frame(type::data, 0, 1, "late"));
  say(frame(type::headers, end_headers | end_stream, 1, block({{"x", "y"}})));
  open(3, a_post(), false);
  open(5, a_post(), false); // is one too many
  BOOST_TEST((code(type::rst_stream, 5) == errc::refused_stream));
  say(frame(type::rst_stream, 0, 3, number(8)));
  open(7, a_get());
  say(frame(type::data, 0, 5, "late"));
  BOOST_TEST(!code(type::goaway, 0));
  BOOST_TEST(seen.streams[7].ended);
}

BOOST_AUTO_TEST_CASE(a_ping_is_answered_and_so_is_ours) {
  say(frame(type::ping, 0, 0, "12345678"));
  BOOST_TEST(count(type::ping, 0) == 1u);
  BOOST_TEST(sent.back().payload == "12345678");
  uut->ping();
  hear();
  say(frame(type::ping, ack, 0, sent.back().payload));
  BOOST_TEST(seen.pongs == 1);
}

BOOST_AUTO_TEST_CASE(who_resets_is_told_to_us) {
  open(1, a_post(), false);
  say(frame(type::rst_stream, 0, 1, number(8)));
  BOOST_TEST((seen.streams[1].reset == errc::cancel));
  uut->send_body(1, as_octets("x")); // means nothing any more
  uut->consumed(1, 5);
  uut->reset(1, errc::cancel);
  hear();
  BOOST_TEST(uut->open_streams() == 0u);
}

// -- floods -------------------------------------------------------------------

struct flood {
  const char* what;
  std::string wire;
};

std::ostream& operator<<(std::ostream& out, const flood& x) {
  return out << x.what;
}

const auto floods = data::make(std::vector<flood>{
  {"ping", frame(type::ping, 0, 0, "12345678")},
  {"settings", frame(type::settings, 0, 0)},
  {"empty data", frame(type::data, 0, 1)},
  {"padding", frame(type::data, padded, 1, std::string(1, '\0'))},
  {"little windows", frame(type::window_update, 0, 0, number(1))},
  {"priorities", frame(type::priority, 0, 1, std::string(5, '\1'))},
});

BOOST_DATA_TEST_CASE_F(server_fixture, who_keeps_us_busy_is_sent_away, floods,
                       x) {
  wish.idle_frames = {.burst = 50, .per_second = 10};
  meet();
  open(1, a_post(), false);
  for (auto i = 0; i < 49; ++i)
    say(x.wire);
  BOOST_TEST(!code(type::goaway, 0));
  now += 1s; // and may go on at leisure
  for (auto i = 0; i < 10; ++i)
    say(x.wire);
  BOOST_TEST(!code(type::goaway, 0));
  for (auto i = 0; i < 5; ++i)
    say(x.wire);
  BOOST_TEST((code(type::goaway, 0) == errc::enhance_your_calm));
  BOOST_TEST(uut->finished());
}

BOOST_AUTO_TEST_CASE(small_messages_may_be_acknowledged_one_by_one) {
  wish.idle_frames = {.burst = 50, .per_second = 0};
  meet();
  open(1, a_get());
  uut->send_head(1, {.status = 200}, false);
  for (auto i = 0; i < 2000; ++i) {
    uut->send_body(1, as_octets(std::string_view{"message"}));
    hear();
    say(frame(type::window_update, 0, 0, number(7))
        + frame(type::window_update, 0, 1, number(7)));
  }
  BOOST_TEST(!code(type::goaway, 0));
}

BOOST_AUTO_TEST_CASE(a_body_is_not_drawn_out_octet_by_octet) {
  wish.idle_frames = {.burst = 50, .per_second = 0};
  meet();
  say(frame(type::settings, 0, 0, number(4, 2) + number(0)));
  open(1, a_get());
  uut->send_head(1, {.status = 200}, false);
  uut->send_body(1, as_octets(std::string(1000, 'x')));
  for (auto i = 0; i < 60; ++i)
    say(frame(type::window_update, 0, 1, number(1)));
  BOOST_TEST((code(type::goaway, 0) == errc::enhance_your_calm));
  BOOST_TEST(body(1).size() < 60u);
}

BOOST_AUTO_TEST_CASE(who_resets_all_the_time_is_sent_away) {
  wish.resets = {.burst = 20, .per_second = 1};
  for (auto by_mistake : {false, true}) {
    meet();
    auto id = 1u;
    for (; !uut->finished() && id < 100; id += 2) {
      open(id, by_mistake ? without(a_get(), ":method") : a_post(), false);
      if (!by_mistake)
        say(frame(type::rst_stream, 0, id, number(8)));
    }
    BOOST_TEST((code(type::goaway, 0) == errc::enhance_your_calm));
    BOOST_TEST(id > 40u);
    BOOST_TEST(id < 46u);
  }
}

BOOST_AUTO_TEST_CASE(a_head_has_an_end) {
  say(frame(type::headers, end_stream, 1, block(a_get())));
  for (auto i = 0; i < 20 && !uut->finished(); ++i)
    say(frame(type::continuation, 0, 1, block({{"x", "y"}})));
  BOOST_TEST(uut->finished());
  BOOST_TEST(code(type::goaway, 0).has_value());
}

BOOST_AUTO_TEST_CASE(a_small_head_that_unpacks_to_a_large_one_is_bounded) {
  // One long value into the table, and then a reference to it a thousand times.
  auto value = std::string(3000, 'x');
  auto bomb = block(a_get());
  bomb
    += std::string("\x40\x01x\x7f\xb9\x16", 6) + value; // 3,000 = 127 + 2,873
  bomb += std::string(4000, '\xbe');
  say(frame(type::headers, end_headers | end_stream, 1, bomb));
  BOOST_TEST((seen.streams[1].oversized || code(type::rst_stream, 1)
              || code(type::goaway, 0)));
  BOOST_TEST(seen.streams[1].head == "");
}

BOOST_AUTO_TEST_CASE(the_end_of_a_stream_is_told) {
  open(1, a_get());
  answer(1, "body");
  BOOST_TEST(seen.streams[1].closed);
  BOOST_TEST(!seen.streams[1].reset);
  open(3, a_post(), false);
  say(frame(type::rst_stream, 0, 3, number(8)));
  BOOST_TEST(seen.streams[3].by_peer);
  BOOST_TEST((seen.streams[3].reset == errc::cancel));
}

BOOST_AUTO_TEST_CASE(who_wants_no_more_of_a_body_says_so_at_the_end) {
  open(1, a_post(), false);
  say(frame(type::data, 0, 1, "some"));
  uut->forgo(1);
  BOOST_TEST(uut->unconsumed() == 0u);
  say(frame(type::data, 0, 1, std::string(9000, 'x')));
  BOOST_TEST(seen.streams[1].body == "some");
  BOOST_TEST(uut->unconsumed() == 0u);
  BOOST_TEST(!code(type::rst_stream, 1));
  answer(1, "no thanks", 413);
  BOOST_TEST(body(1) == "no thanks");
  BOOST_TEST((code(type::rst_stream, 1) == errc::no_error));
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(who_forgoes_a_body_after_the_answer_says_so_at_once) {
  open(1, a_post(), false);
  answer(1, "early");
  BOOST_TEST(!code(type::rst_stream, 1));
  uut->forgo(1);
  hear();
  BOOST_TEST((code(type::rst_stream, 1) == errc::no_error));
}

BOOST_AUTO_TEST_CASE(a_forgone_body_may_end_by_itself) {
  open(1, a_post(), false);
  uut->forgo(1);
  say(frame(type::data, end_stream, 1, "all"));
  BOOST_TEST(!seen.streams[1].ended);
  answer(1, "fine");
  BOOST_TEST(!code(type::rst_stream, 1));
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(what_breaks_off_leaves_as_far_as_it_goes) {
  open(1, a_get());
  auto head = http1::response_head{};
  head.status = 200;
  uut->send_head(1, head, false);
  uut->send_body(1, as_octets("half"));
  uut->break_off(1);
  hear();
  BOOST_TEST(body(1) == "half");
  BOOST_TEST((code(type::rst_stream, 1) == errc::internal_error));
  BOOST_TEST(count(type::data, 1) == 1u);
  BOOST_TEST(uut->open_streams() == 0u);
  open(3, a_get());
  uut->send_head(3, head, false);
  hear();
  uut->break_off(3); // while more is waited for
  hear();
  BOOST_TEST((code(type::rst_stream, 3) == errc::internal_error));
}

BOOST_AUTO_TEST_CASE(an_upgrade_is_stream_1) {
  seen = {};
  sent.clear();
  uut.emplace(wish, seen);
  auto head = http1::request_head{};
  head.method = http::method::get;
  head.method_text = "GET";
  head.target.text = "/up";
  // A window of 10 for each stream.
  BOOST_TEST_REQUIRE(uut->upgrade("AAQAAAAK", head));
  BOOST_TEST(seen.streams[1].head.starts_with("GET /up"));
  BOOST_TEST(seen.streams[1].ended);
  say(std::string{preface} + frame(type::settings, 0, 0));
  answer(1, "fourteen octets");
  BOOST_TEST(body(1) == "fourteen o");
  open(3, a_get());
  answer(3, "next");
  BOOST_TEST(body(3) == "next");
  for (auto wrong : {"?", "AAQAAA"}) {
    uut.emplace(wish, seen);
    BOOST_TEST(!uut->upgrade(wrong, head));
  }
}

struct oops {};

struct thrower : server_side {
  void on_end(stream_id, fields::map&) override { throw oops{}; }
};

BOOST_AUTO_TEST_CASE(what_an_event_throws_comes_through) {
  auto events = thrower{};
  auto sick = server{wish, events};
  auto wire
    = std::string{preface} + frame(type::settings, 0, 0) + head_of(a_get());
  BOOST_CHECK_THROW(sick.feed(as_octets(wire), now), oops);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
