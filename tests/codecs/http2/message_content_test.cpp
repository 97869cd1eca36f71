#include "tests/codecs/http2/messages.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http2 {
namespace {

using namespace test;
namespace data = boost::unit_test::data;
using http::method;

BOOST_AUTO_TEST_SUITE(http2_message_content_test)

// -- responses ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_status_has_three_digits) {
  for (auto x : {"200", "100", "099", "999", "000"}) {
    auto uut = a_response();
    BOOST_TEST(take_all(uut, {{":status", x}}), x);
    BOOST_TEST(uut.status() == static_cast<unsigned>(std::stoi(x)));
  }
  for (auto x : {"", "2", "20", "2000", "2x0", " 20", "20 ", "-20", "x00",
                 "00:", "101"}) {
    auto uut = a_response();
    BOOST_TEST(!take_all(uut, {{":status", x}}), x);
  }
}

const auto bad_responses = data::make(std::vector<message>{
  {"no status", {{"x", "y"}}},
  {"two", {{":status", "200"}, {":status", "200"}}},
  {"a late one", {{"x", "y"}, {":status", "200"}}},
  {"a path", {{":status", "200"}, {":path", "/"}}},
  {"an authority", {{":authority", "a"}, {":status", "200"}}},
  {"connection", {{":status", "200"}, {"connection", "x"}}},
  {"upgrade", {{":status", "200"}, {"upgrade", "x"}}},
  {"te", {{":status", "200"}, {"te", "gzip"}}},
  {"an end behind an interim one", {{":status", "103"}}},
});

BOOST_DATA_TEST_CASE(bad_responses_are_not_taken, bad_responses, x) {
  auto uut = a_response();
  BOOST_TEST(!take_head(uut, x.head, true));
}

BOOST_AUTO_TEST_CASE(an_interim_one_has_no_length) {
  auto uut = a_response();
  BOOST_TEST(!take_all(uut, {{":status", "103"}, {"content-length", "0"}}));
}

BOOST_AUTO_TEST_CASE(a_response_may_name_hosts) {
  auto uut = a_response();
  BOOST_TEST(
    take_head(uut, {{":status", "200"}, {"host", ""}, {"host", "a b"}}, true));
}

BOOST_AUTO_TEST_CASE(interim_heads_come_before_the_final_one) {
  auto uut = a_response();
  for (auto x : {"100", "103", "199"}) {
    BOOST_TEST(take_head(uut, {{":status", x}, {"link", "y"}}, false), x);
    BOOST_TEST(!uut.complete());
  }
  auto early = uut;
  BOOST_TEST(!early.take_content(1));
  BOOST_TEST(
    take_head(uut, {{":status", "200"}, {"content-length", "2"}}, false));
  BOOST_TEST(uut.take_content(2));
  BOOST_TEST(uut.complete());
  BOOST_TEST(!take_head(uut, {{":status", "200"}}, true)); // a second
}

BOOST_AUTO_TEST_CASE(a_head_behind_an_interim_one_has_a_status) {
  auto uut = a_response();
  BOOST_TEST(take_head(uut, {{":status", "100"}}, false));
  BOOST_TEST(!take_head(uut, {{"x", "y"}}, false));
}

struct bodiless {
  method asked;
  const char* status;
};

BOOST_AUTO_TEST_CASE(what_has_no_content_has_none_whatever_its_length) {
  for (auto x : {bodiless{method::head, "200"}, bodiless{method::get, "304"}}) {
    auto uut = a_response(x.asked);
    BOOST_TEST(
      take_head(uut, {{":status", x.status}, {"content-length", "5"}}, false));
    BOOST_TEST(uut.complete());
    BOOST_TEST(!uut.take_content(1));
  }
  auto uut = a_response();
  BOOST_TEST(take_head(uut, {{":status", "204"}}, false));
  BOOST_TEST(!uut.take_content(1));
}

BOOST_AUTO_TEST_CASE(a_204_may_say_0_and_nobody_hears_it) {
  auto uut = a_response();
  BOOST_TEST(take_all(uut, {{":status", "204"}}));
  BOOST_TEST((take(uut, "content-length", "0") == ruling::superfluous));
  BOOST_TEST((take(uut, "content-length", "0") == ruling::malformed));
  for (auto x : {"00", "1", "", "x"}) {
    uut = a_response();
    BOOST_TEST(!take_all(uut, {{":status", "204"}, {"content-length", x}}), x);
  }
}

BOOST_AUTO_TEST_CASE(a_tunnels_answer_has_no_length) {
  auto uut = a_response(method::connect);
  BOOST_TEST(take_all(uut, {{":status", "200"}}));
  BOOST_TEST((take(uut, "content-length", "1") == ruling::superfluous));
  BOOST_TEST((take(uut, "content-length", "x") == ruling::superfluous));
  BOOST_TEST(uut.end_head(false));
  BOOST_TEST(uut.take_content(100));
  BOOST_TEST(uut.complete());
  uut = a_response(method::connect);
  BOOST_TEST(!take_all(uut, {{":status", "204"}, {"content-length", "1"}}));
  uut = a_response(method::connect);
  BOOST_TEST(!take_all(uut, {{":status", "404"}, {"content-length", "x"}}));
  uut = a_response(method::connect);
  BOOST_TEST(
    take_head(uut, {{":status", "404"}, {"content-length", "1"}}, false));
  BOOST_TEST(
    uut.take_content(100)); // whoever asked for a tunnel minds no length
}

// -- lengths ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(lengths_are_numbers) {
  auto is_length = [](const char* x) {
    auto uut = a_request();
    return take_all(uut, {{"content-length", x}});
  };
  for (auto x : {"0", "00", "5", "9223372036854775807"})
    BOOST_TEST(is_length(x), x);
  for (auto x :
       {"", "-1", "+1", "x", "1x", "1,1", "0x1", "1.0", "9223372036854775808",
        "18446744073709551621", "99999999999999999999999"})
    BOOST_TEST(!is_length(x), x);
}

BOOST_AUTO_TEST_CASE(there_is_one_length) {
  auto uut = a_request();
  BOOST_TEST(
    !take_all(uut, {{"content-length", "5"}, {"content-length", "5"}}));
}

BOOST_AUTO_TEST_CASE(content_is_as_long_as_was_told) {
  for (auto size : {0u, 2u, 4u, 5u, 6u}) {
    auto uut = a_request();
    BOOST_TEST(take_head(uut, with(a_post(), "content-length", "5"), false));
    BOOST_TEST(uut.take_content(size / 2));
    BOOST_TEST(uut.take_content(size - size / 2) == (size <= 5));
    BOOST_TEST(uut.complete() == (size == 5));
    // Trailers do not change that.
    BOOST_TEST(take_head(uut, {{"x", "y"}}, true) == (size == 5));
  }
}

BOOST_AUTO_TEST_CASE(what_is_too_long_stays_so) {
  auto uut = a_request();
  BOOST_TEST(take_head(uut, with(a_post(), "content-length", "1"), false));
  BOOST_TEST(!uut.take_content(2));
  BOOST_TEST(!uut.take_content(0));
  BOOST_TEST(!uut.complete());
}

BOOST_AUTO_TEST_CASE(without_a_length_any_will_do) {
  auto uut = a_request();
  BOOST_TEST(take_head(uut, a_post(), false));
  BOOST_TEST(uut.complete());
  BOOST_TEST(uut.take_content(1'000'000));
  BOOST_TEST(uut.complete());
}

BOOST_AUTO_TEST_CASE(a_tunnel_has_no_length_and_a_websocket_may) {
  auto uut = a_request();
  BOOST_TEST(take_head(uut, with(a_connect(), "content-length", "1"), false));
  BOOST_TEST(uut.take_content(5));
  BOOST_TEST(uut.complete());
  uut = a_request();
  BOOST_TEST(take_head(uut, with(a_websocket(), "content-length", "1"), false));
  BOOST_TEST(!uut.take_content(5));
}

// -- trailers -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(trailers_end_a_message) {
  for (auto ends : {true, false}) {
    auto uut = a_request();
    BOOST_TEST(take_head(uut, a_post(), false));
    BOOST_TEST(take_head(uut, {{"x", "y"}}, ends) == ends);
    uut = a_response();
    BOOST_TEST(take_head(uut, {{":status", "200"}}, false));
    BOOST_TEST(take_head(uut, {{"x", "y"}}, ends) == ends);
  }
}

BOOST_AUTO_TEST_CASE(trailers_are_fields_like_others) {
  auto ended_by = [](const field_lines& trailers) {
    auto uut = a_request();
    BOOST_TEST(take_head(uut, a_post(), false));
    BOOST_TEST(uut.take_content(3));
    return take_head(uut, trailers, true);
  };
  BOOST_TEST(ended_by({}));
  BOOST_TEST(ended_by({{"x-sum", "1"}}));
  BOOST_TEST(ended_by({{"content-length", "3"}}));
  BOOST_TEST(!ended_by({{"content-length", "4"}}));
  BOOST_TEST(!ended_by({{":path", "/"}}));
  BOOST_TEST(!ended_by({{":protocol", "x"}}));
  BOOST_TEST(!ended_by({{"X", "y"}}));
  BOOST_TEST(!ended_by({{"x", " y"}}));
  BOOST_TEST(!ended_by({{"connection", "x"}}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
