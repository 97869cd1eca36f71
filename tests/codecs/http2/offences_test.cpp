#include "tests/codecs/http2/server_fixture.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http2 {
namespace {

using namespace test;
namespace data = boost::unit_test::data;

/// What a client must not do, and what RFC 9113 has us say.
struct offence {
  const char* what;
  std::string wire;
  std::optional<errc> stream;     ///< RST_STREAM for stream 1
  std::optional<errc> connection; ///< GOAWAY
};

std::ostream& operator<<(std::ostream& out, const offence& x) {
  return out << x.what;
}

offence malformed(const char* what, const field_lines& head) {
  return {what, head_of(head), errc::protocol_error, {}};
}

offence broken(const char* what, std::string wire,
               errc code = errc::protocol_error) {
  return {what, std::move(wire), {}, code};
}

std::vector<offence> offences() {
  auto get = a_get();
  auto post = head_of(a_post(), false);
  return {
    // section 8.2
    malformed("upper case", with(get, "X-A", "b")),
    malformed("a field that is none", with(get, "x a", "b")),
    malformed("a value that is none", with(get, "x-a", "b\nc")),
    malformed("blanks around a value", with(get, "x-a", " b")),
    malformed("connection", with(get, "connection", "close")),
    malformed("keep-alive", with(get, "keep-alive", "1")),
    malformed("proxy-connection", with(get, "proxy-connection", "close")),
    malformed("transfer-encoding", with(get, "transfer-encoding", "chunked")),
    malformed("upgrade", with(get, "upgrade", "h2c")),
    malformed("te", with(get, "te", "gzip")),
    // section 8.3
    malformed("no method", without(get, ":method")),
    malformed("no scheme", without(get, ":scheme")),
    malformed("no path", without(get, ":path")),
    malformed("two methods", with(get, ":method", "GET")),
    malformed("two paths", with(get, ":path", "/")),
    malformed("an empty path", with(without(get, ":path"), ":path", "")),
    malformed("a path that is none", with(without(get, ":path"), ":path", "a")),
    malformed("* for GET", with(without(get, ":path"), ":path", "*")),
    malformed("a path with blanks",
              with(without(get, ":path"), ":path", "/a b")),
    malformed("an unknown pseudo-field", with(get, ":x", "y")),
    malformed("one of a response", with(get, ":status", "200")),
    malformed("a pseudo-field that comes late",
              with(with(without(get, ":path"), "x", "y"), ":path", "/")),
    malformed("another host", with(get, "host", "b.example")),
    malformed("two hosts", with(with(get, "host", "a.example"), "host", "x")),
    malformed("users",
              with(without(get, ":authority"), ":authority", "me@a.example")),
    malformed("connect with a path",
              {{":method", "CONNECT"}, {":authority", "a:1"}, {":path", "/"}}),
    malformed("connect to nowhere",
              {{":method", "CONNECT"}, {":authority", "a.example"}}),
    // section 8.1
    malformed("a length of none", with(a_post(), "content-length", "1")),
    malformed("two lengths", with(with(a_post(), "content-length", "0"),
                                  "content-length", "1")),
    malformed("a length that is none", with(a_post(), "content-length", "x")),
    {"a body that is too short",
     head_of(with(a_post(), "content-length", "2"), false)
       + frame(type::data, end_stream, 1, "a"),
     errc::protocol_error,
     {}},
    {"a body that is too long",
     head_of(with(a_post(), "content-length", "2"), false)
       + frame(type::data, end_stream, 1, "abc"),
     errc::protocol_error,
     {}},
    {"pseudo-fields in trailers",
     post
       + frame(type::headers, end_headers | end_stream, 1,
               block({{":path", "/"}})),
     errc::protocol_error,
     {}},
    {"trailers that do not end",
     post + frame(type::headers, end_headers, 1, block({{"a", "b"}})),
     errc::protocol_error,
     {}},
    // sections 5 and 6
    broken("data on stream 0", frame(type::data, 0, 0, "x")),
    broken("headers on stream 0", frame(type::headers, end_headers, 0)),
    broken("an even stream",
           frame(type::headers, end_headers | end_stream, 2, block(get))),
    broken("a stream that goes back",
           frame(type::headers, end_headers | end_stream, 3, block(get))
             + head_of(get)),
    broken("headers behind the end of both",
           head_of(get) + "answer" + head_of(get), errc::stream_closed),
    broken("data behind the end of both",
           head_of(get) + "answer" + frame(type::data, 0, 1, "x"),
           errc::stream_closed),
    broken("data behind a reset",
           post + frame(type::rst_stream, 0, 1, number(8))
             + frame(type::data, 0, 1, "x"),
           errc::stream_closed),
    broken("headers behind a reset",
           post + frame(type::rst_stream, 0, 1, number(8)) + head_of(get),
           errc::stream_closed),
    broken("data for nobody", frame(type::data, 0, 1, "x")),
    broken("a reset of nobody", frame(type::rst_stream, 0, 1, number(8))),
    broken("a window of nobody", frame(type::window_update, 0, 1, number(8))),
    broken("continuation of nothing",
           frame(type::continuation, end_headers, 1, block(get))),
    broken("something between a head's frames",
           frame(type::headers, end_stream, 1, block(get))
             + frame(type::data, 0, 1, "x")),
    broken("a promise of a client",
           frame(type::push_promise, end_headers, 1, number(2) + block(get))),
    broken("settings of a stream", frame(type::settings, 0, 1)),
    broken("half a setting", frame(type::settings, 0, 0, "abc"),
           errc::frame_size_error),
    broken("an answer with content", frame(type::settings, ack, 0, "abcdef"),
           errc::frame_size_error),
    broken("a push that is neither on nor off",
           frame(type::settings, 0, 0, number(2, 2) + number(2))),
    broken("a window that is too large",
           frame(type::settings, 0, 0, number(4, 2) + number(0x80000000)),
           errc::flow_control_error),
    broken("frames that are too small",
           frame(type::settings, 0, 0, number(5, 2) + number(100))),
    broken("a ping of a stream", frame(type::ping, 0, 1, "12345678")),
    broken("half a ping", frame(type::ping, 0, 0, "1234"),
           errc::frame_size_error),
    broken("a goaway of a stream", frame(type::goaway, 0, 1, "12345678")),
    broken("a window that opens by nothing",
           frame(type::window_update, 0, 0, number(0))),
    broken("a window that overflows",
           frame(type::window_update, 0, 0, number(0x7fffffff)),
           errc::flow_control_error),
    broken("half a window", frame(type::window_update, 0, 0, "abc"),
           errc::frame_size_error),
    broken("more padding than there is", post
                                           + frame(type::data, padded, 1,
                                                   "\x08"
                                                   "abc")),
    broken("a frame that is too large",
           post + frame(type::data, 0, 1, std::string(16'385, 'x')),
           errc::frame_size_error),
    broken("a frame without room for its padding's length",
           post + frame(type::data, padded, 1), errc::frame_size_error),
    broken("a head without room for its padding's length",
           frame(type::headers, padded | end_headers, 1),
           errc::frame_size_error),
    broken("a head without room for its priority",
           frame(type::headers, 0x20 | end_headers, 1, "1234"),
           errc::frame_size_error),
    broken("a continuation that is too large",
           frame(type::headers, 0, 1, block(get))
             + frame(type::continuation, end_headers, 1,
                     block({{"x", std::string(16'384, 'x')}})),
           errc::frame_size_error),
    broken(
      "more continuations than there may be",
      [&] {
        auto wire = frame(type::headers, 0, 1, block(get));
        for (auto i = 0; i < 100; ++i)
          wire += frame(type::continuation, 0, 1, block({{"x", "y"}}));
        return wire;
      }(),
      errc::enhance_your_calm),
    broken("a priority of stream 0",
           frame(type::priority, 0, 0, number(0) + '\x0f')),
    broken("a stream that depends on itself before it is",
           frame(type::priority, 0, 1, number(1) + '\x0f')),
    {"a stream that depends on itself",
     post + frame(type::priority, 0, 1, number(0x80000001) + '\x0f'),
     errc::protocol_error,
     {}},
    broken("an update of the priority of stream 0",
           frame(static_cast<type>(0x10), 0, 0, number(0) + "u=1")),
    broken("settings that make a window overflow",
           post + frame(type::window_update, 0, 1, number(1))
             + frame(type::settings, 0, 0, number(4, 2) + number(0x7fffffff)),
           errc::flow_control_error),
    broken("what is not HPACK",
           frame(type::headers, end_headers | end_stream, 1, "\xff\xff\xff"),
           errc::compression_error),
    {"a stream's window that overflows",
     post + frame(type::window_update, 0, 1, number(0x7fffffff)),
     errc::flow_control_error,
     {}},
    {"a stream's window that opens by nothing",
     post + frame(type::window_update, 0, 1, number(0)),
     errc::protocol_error,
     {}},
    {"data behind the end",
     head_of(get) + frame(type::data, 0, 1, "x"),
     errc::stream_closed,
     {}},
  };
}

BOOST_AUTO_TEST_SUITE(http2_offences_test)

BOOST_DATA_TEST_CASE_F(server_fixture, each_offence_has_its_code,
                       data::make(offences()), x) {
  auto cut = x.wire.find("answer"); // that comes in between
  say(std::string_view{x.wire}.substr(0, cut));
  if (cut != x.wire.npos) {
    answer(1, "whole");
    say(std::string_view{x.wire}.substr(cut + 6));
  }
  if (x.stream) {
    auto got = code(type::rst_stream, 1);
    auto all = code(type::goaway, 0); // a stricter answer is allowed
    BOOST_TEST_REQUIRE((got || all));
    BOOST_TEST(to_string(got ? *got : *all) == to_string(*x.stream));
    if (got) {
      open(3, a_get()); // others are not concerned
      BOOST_TEST(seen.streams[3].ended);
    }
  }
  if (x.connection) {
    auto got = code(type::goaway, 0);
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(to_string(*got) == to_string(*x.connection));
    BOOST_TEST(uut->finished());
    BOOST_TEST(!uut->problem().empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
