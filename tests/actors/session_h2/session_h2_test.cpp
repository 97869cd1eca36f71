#include "tests/actors/session_h2/h2_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

namespace h2 = test::h2;
using codecs::http2::stream_id;
using fixture = test::h2_scene;

BOOST_FIXTURE_TEST_SUITE(session_h2_test, fixture)

// -- requests and responses ---------------------------------------------------

BOOST_AUTO_TEST_CASE(a_request_goes_on_and_its_answer_comes_back) {
  meet();
  auto id = ask("/a?b");
  auto there = next_origin();
  BOOST_TEST(hear(there) == "GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n");
  say(there, ok);
  BOOST_TEST(answer(id).head == "200\ndate: now\ncontent-length: 2\n");
  BOOST_TEST(answer(id).body == "ok");
  BOOST_TEST(is_whole(id));
  BOOST_TEST(shelf().idle() == 1u);
}

BOOST_AUTO_TEST_CASE(a_body_goes_on_as_it_comes_and_so_do_trailers) {
  meet();
  auto id = post("/");
  auto there = next_origin();
  constexpr std::string_view head
    = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  BOOST_TEST(hear(there) == head);
  send(id, "hello");
  BOOST_TEST(hear(there) == "5\r\nhello\r\n");
  auto trailers = codecs::fields::map{};
  trailers.append("x-sum", "9");
  browser->codec.send_end(id, trailers);
  settle();
  BOOST_TEST(hear(there) == "0\r\nx-sum: 9\r\n\r\n");
  say(there, "HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n"
             "\r\n4\r\nwell\r\n0\r\nX-T: 1\r\n\r\n");
  BOOST_TEST(answer(id).head == "200\ndate: now\n");
  BOOST_TEST(answer(id).body == "well");
  BOOST_TEST(answer(id).trailers == "x-t: 1\n");
  BOOST_TEST(is_whole(id));
}

BOOST_AUTO_TEST_CASE(a_stream_that_waits_for_its_origin_stops_no_other) {
  meet();
  auto slow = ask("/");
  auto there = next_origin();
  auto other = ask("/");
  auto elsewhere = next_origin();
  auto quick = ask("/service");
  BOOST_TEST(answer(quick).body == "served");
  say(elsewhere, ok);
  BOOST_TEST(is_whole(other));
  BOOST_TEST(status(slow) == 0);
  say(there, ok);
  BOOST_TEST(is_whole(slow));
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_one_body_slowly_gets_the_others) {
  meet({.window = 10});
  browser->takes_bodies = false;
  auto slow = ask("/");
  auto there = next_origin();
  say(there,
      "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + std::string(20, 'x'));
  BOOST_TEST(answer(slow).body.size() == 10u);
  auto quick = ask("/service");
  BOOST_TEST(is_whole(quick));
  browser->consume(slow);
  settle();
  BOOST_TEST(answer(slow).body.size() == 20u);
  BOOST_TEST(is_whole(slow));
}

BOOST_AUTO_TEST_CASE(interim_responses_come_before_the_final_one) {
  meet();
  auto id = ask("/");
  auto there = next_origin();
  say(there, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
  BOOST_TEST_REQUIRE(answer(id).interim.size() == 1u);
  BOOST_TEST(answer(id).interim[0] == 103);
  BOOST_TEST(status(id) == 0);
  say(there, ok);
  BOOST_TEST(is_whole(id));
}

BOOST_AUTO_TEST_CASE(an_error_of_ours_is_a_whole_response) {
  home.here.routes = {};
  meet();
  is_error(ask("/"), 404, "no_route");
  is_error(ask("/"), 404, "no_route");
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_head_that_is_too_large_is_refused_by_itself) {
  http2().protocol.max_head = 300;
  meet();
  is_error(ask("/" + std::string(200, 'x')), 431, "malformed_request");
  BOOST_TEST(is_whole(ask("/service")));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_is_refused_when_it_is) {
  home.here.session.limits.body = 10;
  meet();
  auto id = post("/");
  auto there = next_origin();
  send(id, std::string(10, 'x'));
  BOOST_TEST(status(id) == 0);
  send(id, "x");
  is_error(id, 413, "request_body_too_large");
  BOOST_TEST((browser->reset_of(id) == errc::no_error));
  BOOST_TEST(state_of(there) == line::ended);
}

BOOST_AUTO_TEST_CASE(who_is_answered_within_its_body_is_told_to_stop) {
  meet();
  auto id = post("/");
  send(id, "half");
  auto there = next_origin();
  say(there, "HTTP/1.1 403 No\r\nConnection: close\r\nContent-Length: 0\r\n"
             "\r\n");
  BOOST_TEST(status(id) == 403);
  BOOST_TEST(answer(id).ended);
  BOOST_TEST((browser->reset_of(id) == errc::no_error));
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(a_response_that_breaks_off_is_reset_behind_what_came) {
  meet();
  auto id = ask("/");
  auto there = next_origin();
  say(there, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
  there.close();
  settle();
  BOOST_TEST(answer(id).body == "half");
  BOOST_TEST(!answer(id).ended);
  BOOST_TEST((browser->reset_of(id) == errc::internal_error));
  BOOST_TEST(is_whole(ask("/service")));
  BOOST_TEST(count(figures().resets_sent, errc::internal_error) == 1u);
}

BOOST_AUTO_TEST_CASE(large_bodies_arrive_whole_though_the_client_pauses) {
  meet();
  auto ids = std::array{ask("/"), stream_id{}};
  auto there = std::array{next_origin(), test::peer{}};
  ids[1] = ask("/");
  there[1] = next_origin();
  auto bodies = std::array<std::string, 2>{};
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t at = 0; at < 1024 * 1024; ++at)
      bodies[i].push_back(static_cast<char>((at + i) * 2654435761u >> 13));
    say(there[i], "HTTP/1.1 200 OK\r\nContent-Length: "
                    + std::to_string(bodies[i].size()) + "\r\n\r\n");
  }
  auto left = std::array<std::string_view, 2>{bodies[0], bodies[1]};
  for (auto round = 0; round < 1000 && !(is_whole(ids[0]) && is_whole(ids[1]));
       ++round) {
    browser->reads = round % 8 == 0;
    for (std::size_t i = 0; i < 2; ++i)
      left[i].remove_prefix(there[i].write_some(left[i].substr(0, 50'000)));
    settle();
  }
  for (std::size_t i = 0; i < 2; ++i)
    BOOST_TEST((answer(ids[i]).body == bodies[i]));
  BOOST_TEST(shelf().idle() == 2u);
}

// -- credit -------------------------------------------------------------------

/// What lies here because the origin does not take it is no credit.
BOOST_AUTO_TEST_CASE(the_window_opens_when_the_exchange_has_taken_the_octets) {
  constexpr auto window = std::size_t{256 * 1024};
  meet();
  auto id = post("/");
  auto there = next_origin();
  hear(there);
  auto sent = std::size_t{0};
  for (; sent < 4 * window && !browser->codec.congested(id); sent += 16384)
    send(id, std::string(16384, 'x'));
  auto in_vain = browser->codec.waiting(id);
  BOOST_TEST(in_vain > 0u); // our window is shut
  auto before = browser->credit(static_cast<std::uint32_t>(id));
  BOOST_TEST(sent - in_vain <= before + window);
  auto taken = hear(there).size();
  BOOST_TEST(taken > 0u);
  for (auto n = taken; n > 0; n = hear(there).size())
    settle();
  BOOST_TEST(browser->credit(static_cast<std::uint32_t>(id)) > before);
  BOOST_TEST(browser->codec.waiting(id) == 0u);
}

BOOST_AUTO_TEST_CASE(a_body_that_nobody_takes_leaves_the_others_their_window) {
  meet();
  auto stuck = post("/");
  auto there = next_origin();
  for (auto i = 0; i < 64 && !browser->codec.congested(stuck); ++i)
    send(stuck, std::string(16384, 'x'));
  BOOST_TEST(browser->codec.congested(stuck));
  auto id = post("/service");
  send(id, std::string(16384, 'x'));
  send_end(id);
  BOOST_TEST(is_whole(id));
  reset(stuck); // and what lay there is credit again
  auto shut = post("/service");
  for (auto i = 0; i < 20; ++i)
    send(shut, std::string(16384, 'x'));
  send_end(shut);
  BOOST_TEST(is_whole(shut));
}

// -- the client resets --------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_reset_gives_up_its_exchange_and_no_other) {
  meet();
  auto gone = ask("/");
  auto there = next_origin();
  auto stays = ask("/");
  auto elsewhere = next_origin();
  reset(gone);
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(open(elsewhere));
  say(elsewhere, ok);
  BOOST_TEST(is_whole(stays));
}

BOOST_AUTO_TEST_CASE(what_is_reset_is_counted_by_code_and_comes_out_even) {
  meet();
  auto first = ask("/");
  auto second = post("/");
  auto third = ask("/");
  BOOST_TEST(figures().streams == 3u);
  BOOST_TEST(figures().open_streams == 3u);
  reset(first);
  reset(second, errc::internal_error);
  reset(third);
  ask("/service");
  auto got = figures();
  BOOST_TEST(got.connections == 1u);
  BOOST_TEST(got.streams == 4u);
  BOOST_TEST(got.open_streams == 0u);
  BOOST_TEST(count(got.resets_received, errc::cancel) == 2u);
  BOOST_TEST(count(got.resets_received, errc::internal_error) == 1u);
  for (auto x : got.resets_sent)
    BOOST_TEST(x == 0u);
}

BOOST_AUTO_TEST_CASE(a_reset_within_a_response_gives_its_origin_up) {
  meet();
  auto id = ask("/");
  auto there = next_origin();
  say(there, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
  BOOST_TEST(answer(id).body == "half");
  reset(id);
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(figures().open_streams == 0u);
  BOOST_TEST(shelf().open() == 0u);
}

// -- the client breaks off, or a rule -----------------------------------------

BOOST_AUTO_TEST_CASE(a_client_that_goes_takes_its_exchanges_with_it) {
  meet();
  ask("/");
  auto there = next_origin();
  ask("/");
  auto elsewhere = next_origin();
  browser->line.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(state_of(elsewhere) == line::ended);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(who_breaks_a_rule_is_told_which_and_loses_its_streams) {
  meet();
  ask("/");
  auto there = next_origin();
  by_hand(h2::frame(type::data, 0, 0, "not of a stream"));
  BOOST_TEST(ended());
  BOOST_TEST((browser->farewell_code() == errc::protocol_error));
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(count(figures().goaways_sent, errc::protocol_error) == 1u);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_not_http_2_is_told_so_and_closed) {
  auto who = join();
  say(who, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  auto frames = h2::frames_of(hear(who));
  BOOST_TEST_REQUIRE(!frames.empty());
  BOOST_TEST(frames.back().what == type::goaway);
  BOOST_TEST(state_of(who) == line::ended);
}

BOOST_AUTO_TEST_CASE(a_malformed_request_is_reset_and_told_nobody) {
  meet();
  browser->writes = false; // it knows of no such stream
  by_hand(h2::frame(type::headers, h2::end_headers | h2::end_stream, 1,
                    h2::block(h2::without(h2::a_get(), ":path"))));
  BOOST_TEST((browser->reset_of(1) == errc::protocol_error));
  BOOST_TEST(figures().streams == 0u);
  nobody_connects();
  BOOST_TEST(!ended());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
