#include "tests/codecs/http2/frames.hpp"
#include "tests/codecs/http2/recorder.hpp"

#include "codecs/http2/client.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http2 {
namespace {

using namespace test;
namespace data = boost::unit_test::data;

/// A client, and a server that sends what it is told to.
class client_fixture {
protected:
  client_fixture() { meet(); }

  void meet(std::string_view settings = {}) {
    seen = {};
    uut.emplace(wish, seen);
    sent.clear();
    begun.clear();
    uut->pull(begun, 1 << 20);
    say(frame(type::settings, 0, 0, settings));
  }

  void say(std::string_view wire) {
    uut->feed(as_octets(wire), {});
    hear();
  }

  void hear() {
    auto wire = std::string{};
    uut->pull(wire, 1 << 24);
    for (auto& x : frames_of(wire))
      sent.push_back(x);
  }

  stream_id ask(bool ends = true, http::method method = http::method::get) {
    auto head = http1::request_head{};
    head.method = method;
    head.method_text = to_string(method);
    head.target.text = "/";
    auto id
      = uut->send_request(head, {.scheme = "https", .authority = "a"}, ends);
    hear();
    return id;
  }

  void answer(stream_id id, const field_lines& head, bool ends = true) {
    say(frame(type::headers, end_headers | (ends ? end_stream : 0),
              static_cast<std::uint32_t>(id), block(head)));
  }

  std::optional<errc> reset_sent(stream_id id) const {
    for (auto& x : sent)
      if (x.what == type::rst_stream
          && x.stream == static_cast<std::uint32_t>(id))
        return errc_of(to_number(x.payload));
    return std::nullopt;
  }

  options wish;
  client_side seen;
  std::optional<client> uut;
  std::string begun;
  std::vector<seen_frame> sent;
};

BOOST_FIXTURE_TEST_SUITE(http2_client_test, client_fixture)

BOOST_AUTO_TEST_CASE(an_outlined_request_is_the_one_that_its_text_says) {
  constexpr auto text
    = std::string_view{"PUT /a?b HTTP/1.1\r\nHost: a.example\r\n"
                       "User-Agent: x\r\nX-FOO: y\r\n\r\n"};
  auto part_of = [&](std::string_view x) {
    return http1::request_outline::part{.at = text.find(x), .size = x.size()};
  };
  auto line_of = [&](std::string_view name, std::string_view value) {
    return http1::request_outline::line{.name = part_of(name),
                                        .value = part_of(value),
                                        .id = fields::find_name(name)};
  };
  auto outline = http1::request_outline{};
  outline.method = http::method::put;
  outline.method_text = part_of("PUT");
  outline.target = part_of("/a?b");
  outline.authority = part_of("a.example");
  outline.accepts_trailers = true;
  outline.lines = {line_of("User-Agent", "x"), line_of("X-FOO", "y")};
  outline.size = text.size();
  BOOST_TEST(uut->send_request(outline, text, "https", false) == 1);
  hear();
  auto same = http1::request_head{};
  same.method = http::method::put;
  same.method_text = "PUT";
  same.target.text = "/a?b";
  same.accepts_trailers = true;
  same.fields.append("user-agent", "x");
  same.fields.append("x-foo", "y");
  auto first = std::move(sent);
  meet();
  BOOST_TEST(uut->send_request(
               same, {.scheme = "https", .authority = "a.example"}, false)
             == 1);
  hear();
  BOOST_TEST_REQUIRE(first.size() == sent.size());
  BOOST_TEST(first.back().payload == sent.back().payload);
  BOOST_TEST((first.back().what == type::headers));
}

BOOST_AUTO_TEST_CASE(it_speaks_first) {
  BOOST_TEST(begun.starts_with(preface));
  auto first = frames_of(std::string_view{begun}.substr(preface.size()));
  BOOST_TEST_REQUIRE(!first.empty());
  BOOST_TEST(first[0].what == type::settings);
  // ENABLE_PUSH 0
  BOOST_TEST(first[0].payload.find(number(2, 2) + number(0))
             != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_response_is_told) {
  auto id = ask();
  BOOST_TEST_REQUIRE(id == 1);
  answer(id, {{":status", "103"}, {"link", "x"}}, false);
  answer(id, {{":status", "200"}, {"content-length", "4"}}, false);
  auto& x = seen.streams[id];
  BOOST_TEST(x.interim == std::vector<int>{103},
             boost::test_tools::per_element());
  BOOST_TEST(x.head == "200\ncontent-length: 4\n");
  BOOST_TEST((x.framing.kind == http::body_kind::length));
  say(frame(type::data, end_stream, 1, "four"));
  BOOST_TEST(x.body == "four");
  BOOST_TEST(x.ended);
  BOOST_TEST(!x.reset);
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(a_body_and_its_trailers_go) {
  auto id = ask(false, http::method::post);
  uut->send_body(id, as_octets("some "));
  hear();
  uut->send_body(id, as_octets("body"));
  auto trailers = fields::map{};
  trailers.append("X-Sum", "9");
  uut->send_end(id, trailers);
  hear();
  auto body = std::string{};
  for (auto& x : sent)
    if (x.what == type::data)
      body += x.payload;
  BOOST_TEST(body == "some body");
  BOOST_TEST(sent.back().what == type::headers);
  BOOST_TEST((sent.back().flags & end_stream) != 0);
}

BOOST_AUTO_TEST_CASE(what_has_no_body_has_none) {
  auto id = ask(true, http::method::head);
  answer(id, {{":status", "200"}, {"content-length", "4"}});
  BOOST_TEST((seen.streams[id].framing.kind == http::body_kind::none));
  BOOST_TEST(seen.streams[id].ended);
  id = ask();
  answer(id, {{":status", "304"}, {"content-length", "4"}});
  BOOST_TEST((seen.streams[id].framing.kind == http::body_kind::none));
  BOOST_TEST(!seen.streams[id].reset);
}

BOOST_AUTO_TEST_CASE(a_server_says_how_many_it_takes) {
  meet(number(3, 2) + number(2));
  BOOST_TEST(uut->free_streams() == 2u);
  auto first = ask();
  BOOST_TEST(ask() == 3);
  BOOST_TEST(uut->free_streams() == 0u);
  BOOST_TEST(ask() == 0);
  answer(first, {{":status", "200"}});
  BOOST_TEST(ask() == 5);
}

BOOST_AUTO_TEST_CASE(what_a_server_has_not_looked_at_may_be_sent_again) {
  for (auto i = 0; i < 3; ++i)
    ask(false);
  say(frame(type::rst_stream, 0, 3, number(7)));
  BOOST_TEST((seen.streams[3].reset == errc::refused_stream));
  say(frame(type::goaway, 0, 0, number(1) + number(0)));
  BOOST_TEST_REQUIRE(seen.goaways.size() == 1u);
  BOOST_TEST(seen.goaways[0].first == 1);
  BOOST_TEST((seen.streams[5].reset == errc::refused_stream));
  BOOST_TEST(!seen.streams[1].reset);
  BOOST_TEST(uut->free_streams() == 0u);
  BOOST_TEST(ask() == 0);
  answer(1, {{":status", "200"}}); // the one that is left comes to its end
  BOOST_TEST(seen.streams[1].ended);
}

BOOST_AUTO_TEST_CASE(a_server_may_have_heard_enough) {
  auto id = ask(false, http::method::post);
  answer(id, {{":status", "200"}});
  say(frame(type::rst_stream, 0, 1, number(0)));
  BOOST_TEST(seen.streams[id].ended);
  BOOST_TEST((seen.streams[id].reset == errc::no_error));
}

BOOST_AUTO_TEST_CASE(a_stream_may_end_before_its_response) {
  auto id = ask();
  say(frame(type::rst_stream, 0, 1, number(0)));
  BOOST_TEST((seen.streams[id].reset == errc::no_error));
  BOOST_TEST(!seen.streams[id].ended);
}

BOOST_AUTO_TEST_CASE(websockets_need_the_servers_consent) {
  BOOST_TEST(!uut->extended_connect());
  meet(number(8, 2) + number(1));
  BOOST_TEST(uut->extended_connect());
  auto head = http1::request_head{};
  head.method = http::method::connect;
  head.method_text = "CONNECT";
  head.target.text = "/chat";
  auto id = uut->send_request(
    head, {.scheme = "https", .authority = "a", .protocol = "websocket"},
    false);
  hear();
  BOOST_TEST(id == 1);
  answer(id, {{":status", "200"}}, false);
  uut->send_body(id, as_octets("ping"));
  hear();
  BOOST_TEST(sent.back().payload == "ping");
  say(frame(type::data, 0, 1, "pong"));
  BOOST_TEST(seen.streams[id].body == "pong");
}

struct bad_response {
  const char* what;
  field_lines head;
};

std::ostream& operator<<(std::ostream& out, const bad_response& x) {
  return out << x.what;
}

const auto bad_responses = data::make(std::vector<bad_response>{
  {"no status", {{"x", "y"}}},
  {"a status that is none", {{":status", "2x0"}}},
  {"one below all", {{":status", "099"}}},
  {"two", {{":status", "200"}, {":status", "200"}}},
  {"101", {{":status", "101"}}},
  {"a path", {{":status", "200"}, {":path", "/"}}},
  {"upper case", {{":status", "200"}, {"X", "y"}}},
  {"connection", {{":status", "200"}, {"connection", "close"}}},
  {"a length of nothing", {{":status", "200"}, {"content-length", "3"}}},
});

BOOST_DATA_TEST_CASE_F(client_fixture, what_is_malformed_is_refused,
                       bad_responses, x) {
  auto id = ask();
  answer(id, x.head);
  BOOST_TEST((reset_sent(id) == errc::protocol_error));
  BOOST_TEST((seen.streams[id].reset == errc::protocol_error));
  BOOST_TEST(!seen.streams[id].ended);
  BOOST_TEST(uut->open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(content_waits_for_the_final_head) {
  auto id = ask();
  answer(id, {{":status", "103"}}, false);
  say(frame(type::data, 0, 1, "early"));
  BOOST_TEST((reset_sent(id) == errc::protocol_error));
  BOOST_TEST((seen.streams[id].reset == errc::protocol_error));
  BOOST_TEST(seen.streams[id].body == "");
  BOOST_TEST(uut->unconsumed() == 0u);
}

BOOST_AUTO_TEST_CASE(a_204_may_have_a_length_of_nothing) {
  auto id = ask();
  answer(id, {{":status", "204"}, {"content-length", "0"}});
  BOOST_TEST(seen.streams[id].head == "204\n");
  BOOST_TEST(seen.streams[id].ended);
}

BOOST_AUTO_TEST_CASE(a_push_may_be_on_its_way) {
  auto id = ask();
  say(frame(type::push_promise, end_headers, 1,
            number(2) + block(with(a_get(), "x", "of a push"))));
  answer(id, {{":status", "200"}, {"x", "y"}});
  BOOST_TEST(seen.streams[id].head == "200\nx: y\n");
  BOOST_TEST(seen.streams.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_server_does_not_push) {
  ask();
  say(frame(type::settings, ack, 0));
  say(frame(type::push_promise, end_headers, 1, number(2) + block(a_get())));
  BOOST_TEST(uut->finished());
  BOOST_TEST(!uut->problem().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
