#include "tests/codecs/http2/server_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http2 {
namespace {

using namespace test;

// A message that is malformed ends its stream, and nothing else.
BOOST_FIXTURE_TEST_SUITE(http2_malformed_test, server_fixture)

BOOST_AUTO_TEST_CASE(it_is_told_nobody) {
  open(1, with(a_get(), "X", "y"));
  open(3, without(a_get(), ":path"));
  open(5, with(a_get(), "content-length", "1"));
  for (auto id : {1u, 3u, 5u}) {
    BOOST_TEST((code(type::rst_stream, id) == errc::protocol_error));
    BOOST_TEST(count(type::rst_stream, id) == 1u);
  }
  BOOST_TEST(seen.streams.empty());
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(an_authority_is_judged_though_others_were_good) {
  auto to = [](std::string authority) {
    return with(without(a_get(), ":authority"), ":authority",
                std::move(authority));
  };
  open(1, to("a.example"));
  open(3, to("a.example:x"));
  open(5, to("a.example"));
  open(7, to("b.example"));
  open(9, to("a.exampl"));
  for (auto id : {1u, 5u, 7u, 9u})
    BOOST_TEST(!code(type::rst_stream, id).has_value());
  BOOST_TEST((code(type::rst_stream, 3) == errc::protocol_error));
  BOOST_TEST(seen.streams[7].authority == "b.example");
  BOOST_TEST(seen.streams[9].authority == "a.exampl");
}

BOOST_AUTO_TEST_CASE(the_table_of_names_stays_in_step) {
  // RFC 7541 section 6.2.1: both are kept, the latter as number 62.
  auto kept = [](std::string_view name, std::string_view value) {
    auto result = std::string{"\x40"};
    result.append(1, static_cast<char>(name.size())).append(name);
    return result.append(1, static_cast<char>(value.size())).append(value);
  };
  say(frame(type::headers, end_headers | end_stream, 1,
            block(a_get()) + kept("X", "bad") + kept("x-a", "good")));
  say(
    frame(type::headers, end_headers | end_stream, 3, block(a_get()) + '\xbe'));
  BOOST_TEST((code(type::rst_stream, 1) == errc::protocol_error));
  BOOST_TEST(seen.streams[3].head == "GET /\nx-a: good\n");
}

BOOST_AUTO_TEST_CASE(so_does_its_rest_in_frames_that_follow) {
  say(frame(type::headers, end_stream, 1, block({{"X", "y"}}))
      + frame(type::continuation, end_headers, 1, block(a_get())));
  BOOST_TEST((code(type::rst_stream, 1) == errc::protocol_error));
  open(3, a_get());
  BOOST_TEST(seen.streams[3].ended);
}

BOOST_AUTO_TEST_CASE(what_was_on_its_way_is_no_offence) {
  say(frame(type::headers, end_headers, 1, block(with(a_post(), "X", "y")))
      + frame(type::data, 0, 1, "late"));
  say(frame(type::data, 0, 1, "later")
      + frame(type::headers, end_headers | end_stream, 1, block({{"x", "y"}})));
  open(3, a_get());
  BOOST_TEST(count(type::rst_stream, 1) == 1u);
  BOOST_TEST(!code(type::goaway, 0));
  BOOST_TEST(seen.streams[3].ended);
}

BOOST_AUTO_TEST_CASE(it_gives_back_the_connections_window) {
  wish.window = 60'000;
  wish.connection_window = 65'535;
  meet();
  say(frame(type::settings, ack, 0));
  auto piece = std::string(10'000, 'x');
  for (auto id = 1u; id < 200; id += 4) {
    auto head = with(a_post(), "content-length", "5000");
    say(frame(type::headers, end_headers, id, block(head))
        + frame(type::data, 0, id, piece) + frame(type::data, 0, id, piece));
    BOOST_TEST((code(type::rst_stream, id) == errc::protocol_error));
    BOOST_TEST(seen.streams[static_cast<stream_id>(id)].body == "");
    head = with(a_post(), "X", "y");
    say(frame(type::headers, end_headers, id + 2, block(head))
        + frame(type::data, 0, id + 2, piece));
    BOOST_TEST((code(type::rst_stream, id + 2) == errc::protocol_error));
  }
  BOOST_TEST(uut->unconsumed() == 0u);
  BOOST_TEST(uut->open_streams() == 0u);
  BOOST_TEST(!code(type::goaway, 0));
}

BOOST_AUTO_TEST_CASE(a_body_of_the_wrong_length_does_not_end) {
  open(1, with(a_post(), "content-length", "5"), false);
  say(frame(type::data, end_stream, 1, "four"));
  auto& x = seen.streams[1];
  BOOST_TEST(x.body == "four");
  BOOST_TEST(!x.ended);
  BOOST_TEST(x.closed);
  BOOST_TEST((x.reset == errc::protocol_error));
}

BOOST_AUTO_TEST_CASE(it_does_not_end_behind_the_answer_either) {
  for (auto by_trailers : {false, true}) {
    meet();
    open(1, with(a_post(), "content-length", "5"), false);
    answer(1, "early");
    say(by_trailers ? frame(type::headers, end_headers | end_stream, 1,
                            block({{"x", "y"}}))
                    : frame(type::data, end_stream, 1, "four"));
    BOOST_TEST(!seen.streams[1].ended);
    BOOST_TEST((seen.streams[1].reset == errc::protocol_error));
    BOOST_TEST((code(type::rst_stream, 1) == errc::protocol_error));
    BOOST_TEST(uut->open_streams() == 0u);
  }
}

BOOST_AUTO_TEST_CASE(a_forgone_body_is_counted_all_the_same) {
  open(1, with(a_post(), "content-length", "5"), false);
  uut->forgo(1);
  say(frame(type::data, 0, 1, "more than five"));
  BOOST_TEST((code(type::rst_stream, 1) == errc::protocol_error));
}

BOOST_AUTO_TEST_CASE(trailers_may_be) {
  open(1, a_post(), false);
  say(frame(type::data, 0, 1, "body"));
  say(frame(type::headers, end_headers | end_stream, 1,
            block({{"connection", "x"}})));
  BOOST_TEST(!seen.streams[1].ended);
  BOOST_TEST((seen.streams[1].reset == errc::protocol_error));
}

BOOST_AUTO_TEST_CASE(what_is_too_large_as_well_is_not_told) {
  wish.max_head = 300;
  meet();
  auto large = with(with(a_get(), "a", std::string(100, 'x')), "b",
                    std::string(100, 'x'));
  open(1, with(large, "X", "y"));
  open(3, without(large, ":scheme"));
  BOOST_TEST((code(type::rst_stream, 1) == errc::protocol_error));
  BOOST_TEST((code(type::rst_stream, 3) == errc::protocol_error));
  BOOST_TEST(seen.streams.empty());
  open(5, large);
  BOOST_TEST(seen.streams[5].oversized);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
