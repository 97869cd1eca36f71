#include "tests/actors/upstream_h2/h2_backend_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

namespace h2 = test::h2;

class fixture : public test::h2_backend_scene {
protected:
  /// Its codec does not know of that, and says no more.
  void allows_streams(std::uint32_t n) {
    constexpr auto max_streams = std::uint32_t{3};
    backend->writes = false;
    by_hand(h2::frame(type::settings, 0, 0,
                      h2::number(max_streams, 2) + h2::number(n)));
  }
};

BOOST_FIXTURE_TEST_SUITE(upstream_h2_test, fixture)

// -- its beginning ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(it_can_be_used_when_the_settings_are_here) {
  auto answer = lease();
  BOOST_TEST(!answer->has_value());
  BOOST_TEST(shelf().open() == 1u);
  BOOST_TEST(!has_room());
  greet();
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(bool{(*answer)->connection});
  BOOST_TEST(has_room());
}

BOOST_AUTO_TEST_CASE(a_backend_without_settings_is_given_up_when_it_is_time) {
  auto answer = lease();
  auto there = accept(house);
  pass(5s - 1ms);
  BOOST_TEST(!answer->has_value());
  pass(10ms);
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(!(*answer)->connection);
  BOOST_TEST(((*answer)->why.what == proxy_errc::connect_timeout));
  BOOST_TEST(shelf().open() == 0u);
  hear(there);
  BOOST_TEST(state_of(there) == line::ended);
}

BOOST_AUTO_TEST_CASE(a_backend_that_closes_instead_is_told_as_that) {
  auto answer = lease();
  accept(house).close();
  settle();
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(!(*answer)->connection);
  BOOST_TEST(shelf().open() == 0u);
}

// -- requests and responses ---------------------------------------------------

BOOST_AUTO_TEST_CASE(a_request_is_answered) {
  meet();
  auto& user = get();
  BOOST_TEST(backend->seen.streams[1].head == "GET /\n");
  BOOST_TEST(backend->seen.streams[1].authority == "a");
  BOOST_TEST(backend->seen.streams[1].ended);
  respond(1);
  BOOST_TEST(user.status == 200);
  BOOST_TEST(user.body == "well");
  BOOST_TEST(user.ended);
  BOOST_TEST(!user.lost.has_value());
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_body_leaves_as_it_comes_and_so_do_trailers) {
  meet();
  auto& user = post();
  BOOST_TEST(!backend->seen.streams[1].ended);
  user.write("5\r\nhello\r\n");
  settle();
  BOOST_TEST(backend->seen.streams[1].body == "hello");
  user.write("0\r\nX-Sum: 9\r\n\r\n");
  settle();
  BOOST_TEST(backend->seen.streams[1].trailers == "x-sum: 9\n");
  begin_response(1);
  auto trailers = codecs::fields::map{};
  trailers.append("x-t", "1");
  backend->codec.send_end(1, trailers);
  settle();
  BOOST_TEST(user.trailers == "x-t: 1\n");
  BOOST_TEST(user.ended);
}

BOOST_AUTO_TEST_CASE(a_head_that_is_outlined_is_not_read_again) {
  meet();
  constexpr auto text
    = std::string_view{"POST /a?b HTTP/1.1\r\nHost: abc\r\nX-Foo: y\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n"};
  auto part_of = [&](std::string_view x) {
    return codecs::http1::request_outline::part{.at = text.find(x),
                                                .size = x.size()};
  };
  auto outline = codecs::http1::request_outline{};
  outline.method = codecs::http::method::post;
  outline.method_text = part_of("POST");
  outline.target = part_of("/a"); // less than there is: so we see who is heard
  outline.authority = part_of("ab");
  outline.framing.kind = codecs::http::body_kind::chunked;
  outline.lines.push_back({.name = part_of("X-Foo"), .value = part_of("y")});
  outline.size = text.size();
  auto& user = ask(codecs::http::method::post,
                   std::string{text} + "3\r\nabc\r\n", outline);
  BOOST_TEST(backend->seen.streams[1].head == "POST /a\nx-foo: y\n");
  BOOST_TEST(backend->seen.streams[1].authority == "ab");
  BOOST_TEST(backend->seen.streams[1].body == "abc");
  user.write("0\r\n\r\n");
  settle();
  BOOST_TEST(backend->seen.streams[1].ended);
  respond(1);
  BOOST_TEST(user.ended);
}

BOOST_AUTO_TEST_CASE(interim_responses_come_before_the_final_one) {
  meet();
  auto& user = get();
  begin_response(1, 103);
  BOOST_TEST_REQUIRE(user.interims.size() == 1u);
  BOOST_TEST(user.interims[0] == 103);
  BOOST_TEST(user.status == 0);
  respond(1);
  BOOST_TEST(user.ended);
}

BOOST_AUTO_TEST_CASE(exchanges_share_it_and_wait_for_nobody) {
  meet();
  auto& first = get();
  auto& second = get();
  auto& third = get();
  respond(5, "c");
  respond(3, "b");
  BOOST_TEST(third.body == "c");
  BOOST_TEST(second.body == "b");
  BOOST_TEST(first.status == 0);
  respond(1, "a");
  BOOST_TEST(first.body == "a");
  BOOST_TEST(shelf().open() == 1u);
}

// -- room ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(it_has_room_for_as_many_as_the_backend_takes) {
  meet({.max_streams = 2});
  get();
  BOOST_TEST(has_room());
  get();
  BOOST_TEST(!has_room());
  respond(1);
  BOOST_TEST(has_room());
}

BOOST_AUTO_TEST_CASE(it_has_room_for_no_more_than_we_want) {
  wish.http2.protocol.max_streams = 2;
  meet({.max_streams = 100});
  get();
  get();
  BOOST_TEST(!has_room());
  respond(3);
  BOOST_TEST(has_room());
}

BOOST_AUTO_TEST_CASE(who_has_not_asked_yet_has_his_place_already) {
  for (auto [ours, theirs] : {std::pair{2u, 100u}, std::pair{100u, 2u}}) {
    BOOST_TEST_CONTEXT("of " << ours << " and " << theirs) {
      upstream = nullptr;
      wish.http2.protocol.max_streams = ours;
      meet({.max_streams = theirs});
      auto first = shelf().take_stream();
      auto second = shelf().take_stream();
      BOOST_TEST(bool{second});
      BOOST_TEST(!has_room());
      first.reset();
      BOOST_TEST(has_room());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_backend_may_change_its_mind) {
  meet({.max_streams = 1});
  get();
  BOOST_TEST(!has_room());
  allows_streams(2);
  BOOST_TEST(has_room());
}

BOOST_AUTO_TEST_CASE(who_waits_gets_the_stream_that_becomes_free) {
  wish.max_connections = 1;
  meet({.max_streams = 1});
  get();
  auto waits = lease();
  BOOST_TEST(!waits->has_value());
  respond(1);
  BOOST_TEST_REQUIRE(waits->has_value());
  BOOST_TEST(bool{(*waits)->connection});
}

BOOST_AUTO_TEST_CASE(who_waits_gets_a_stream_that_the_backend_allows_later) {
  wish.max_connections = 1;
  meet({.max_streams = 1});
  get();
  auto waits = lease();
  BOOST_TEST(!waits->has_value());
  allows_streams(2);
  BOOST_TEST(waits->has_value());
}

// -- a stream that ends early -------------------------------------------------

BOOST_AUTO_TEST_CASE(a_stream_that_is_refused_was_not_looked_at) {
  meet();
  auto& refused = get();
  auto& other = get();
  backend->codec.reset(1, errc::refused_stream);
  settle();
  is_lost(refused, proxy_errc::stream_refused);
  respond(3);
  BOOST_TEST(other.ended);
  BOOST_TEST(has_room());
  BOOST_TEST(count(figures().resets_received, errc::refused_stream) == 1u);
}

BOOST_AUTO_TEST_CASE(a_reset_is_told_with_its_code) {
  meet();
  auto& user = get();
  begin_response(1);
  send(1, "half");
  backend->codec.reset(1, errc::enhance_your_calm);
  settle();
  BOOST_TEST(user.body == "half");
  is_lost(user, proxy_errc::upstream_reset);
  BOOST_TEST((user.lost->reset == errc::enhance_your_calm));
  BOOST_TEST(has_room());
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(who_is_answered_within_his_body_may_be_told_to_stop) {
  meet();
  auto& user = post();
  respond(1);
  backend->codec.reset(1, errc::no_error);
  settle();
  BOOST_TEST(user.ended);
  BOOST_TEST(!user.lost.has_value());
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_response_without_a_status_is_none) {
  meet();
  auto& user = get();
  auto& other = get();
  by_hand(h2::frame(type::headers, h2::end_headers | h2::end_stream, 1,
                    h2::block({{"x-a", "b"}})));
  is_lost(user, proxy_errc::malformed_response);
  BOOST_TEST((backend->reset_of(1) == errc::protocol_error));
  respond(3);
  BOOST_TEST(other.ended);
}

BOOST_AUTO_TEST_CASE(who_lets_go_cancels_and_what_lay_there_is_credit_again) {
  wish.http2.protocol.window = wish.http2.protocol.connection_window = 65535;
  meet();
  auto& user = get();
  user.reads = false;
  begin_response(1);
  send(1, std::string(40'000, 'x'));
  BOOST_TEST(backend->credit() == 0u);
  user.drop();
  settle();
  BOOST_TEST((backend->reset_of(1) == errc::cancel));
  BOOST_TEST(backend->credit() == 40'000u);
  BOOST_TEST(has_room());
  BOOST_TEST(count(figures().resets_sent, errc::cancel) == 1u);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(who_lets_go_before_asking_says_nothing) {
  meet();
  auto asked = backend->frames.size();
  shelf().take_stream().reset();
  settle();
  BOOST_TEST(backend->frames.size() == asked);
  BOOST_TEST(figures().streams == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
