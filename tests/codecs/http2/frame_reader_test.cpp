#include "tests/codecs/http2/frames.hpp"

#include "codecs/http2/frame_reader.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http2 {
namespace {

using namespace test;
namespace data = boost::unit_test::data;

constexpr auto max_frame = std::size_t{16'384};

/// All that a frame has brought.
struct told {
  int type = 0;
  int flags = 0;
  stream_id stream = 0;
  std::size_t padding = 0;
  std::string payload;
  bool whole = false;

  bool operator==(const told&) const = default;
};

struct listener {
  frame_reader uut{max_frame};
  std::vector<told> frames;
  std::optional<errc> fault;

  void hear(std::string_view text) {
    auto input = as_octets(text);
    auto x = frame_reader::piece{};
    while (!fault && uut.next(input, x)) {
      fault = x.fault;
      if (fault)
        return;
      if (x.begins)
        frames.push_back({.type = static_cast<int>(x.head.type),
                          .flags = x.head.flags,
                          .stream = x.head.stream,
                          .padding = uut.padding()});
      frames.back().payload += as_text(x.payload);
      frames.back().whole = x.ends;
    }
    BOOST_TEST((fault || input.empty()));
  }
};

BOOST_AUTO_TEST_SUITE(http2_frame_reader_test)

BOOST_AUTO_TEST_CASE(frames_are_the_same_however_the_octets_are_cut) {
  auto wire = frame(type::settings, 0, 0, "sixsix")
              + frame(type::data, 0, 7, std::string(300, 'd'))
              + frame(type::data, padded | end_stream, 7,
                      std::string_view{"\x03some\0\0\0", 8})
              + frame(type::data, end_stream, 9)
              + frame(type::data, padded, 9, std::string(1, '\0'))
              + frame(type::headers, end_headers, 11, "head")
              + frame(static_cast<type>(0xfe), 0x7f, 0x80000001, "unknown")
              + frame(type::settings, ack, 0);
  auto want = std::vector<told>{
    {4, 0, 0, 0, "sixsix", true},
    {0, 0, 7, 0, std::string(300, 'd'), true},
    {0, padded | end_stream, 7, 4, "some", true},
    {0, end_stream, 9, 0, "", true},
    {0, padded, 9, 1, "", true},
    {1, end_headers, 11, 0, "head", true},
    {0xfe, 0x7f, 1, 0, "unknown", true},
    {4, ack, 0, 0, "", true},
  };
  for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
    auto x = listener{};
    x.hear(std::string_view{wire}.substr(0, cut));
    x.hear(std::string_view{wire}.substr(cut));
    BOOST_TEST_CONTEXT("cut at " << cut)
    BOOST_TEST((x.frames == want));
  }
  auto octet_by_octet = listener{};
  for (auto c : wire)
    octet_by_octet.hear({&c, 1});
  BOOST_TEST((octet_by_octet.frames == want));
}

BOOST_AUTO_TEST_CASE(data_are_told_as_they_come) {
  auto x = listener{};
  auto wire = frame(type::data, 0, 1, "abcdef");
  x.hear(wire.substr(0, 9));
  BOOST_TEST_REQUIRE(x.frames.size() == 1u);
  BOOST_TEST(x.frames[0].payload == "");
  x.hear(wire.substr(9, 2));
  BOOST_TEST(x.frames[0].payload == "ab");
  BOOST_TEST(!x.frames[0].whole);
  x.hear(wire.substr(11));
  BOOST_TEST(x.frames[0].payload == "abcdef");
  BOOST_TEST(x.frames[0].whole);
}

BOOST_AUTO_TEST_CASE(what_lies_in_one_piece_is_not_copied) {
  auto wire = frame(type::headers, end_headers, 1, "a head");
  auto input = as_octets(wire);
  auto uut = frame_reader{max_frame};
  auto x = frame_reader::piece{};
  BOOST_TEST_REQUIRE(uut.next(input, x));
  BOOST_TEST((as_text(x.payload).data() == wire.data() + 9));
}

struct row {
  const char* what;
  std::string wire;
  errc want;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << x.what;
}

const auto faults = data::make(std::vector<row>{
  {"too large, of which nothing has come",
   frame(type::headers, 0, 1, std::string(max_frame + 1, 'x')).substr(0, 9),
   errc::frame_size_error},
  {"DATA of all", frame(type::data, 0, 0, "x"), errc::protocol_error},
  {"PING of one", frame(type::ping, 0, 1, "12345678"), errc::protocol_error},
  {"padding that is all there is and more",
   frame(type::data, padded, 1,
         "\x05"
         "1234"),
   errc::protocol_error},
  {"padding of which nobody knows how much", frame(type::data, padded, 1),
   errc::frame_size_error},
  {"PRIORITY without a weight", frame(type::priority, 0, 1, "1234"),
   errc::frame_size_error},
  {"half a setting", frame(type::settings, 0, 0, "123"),
   errc::frame_size_error},
});

BOOST_DATA_TEST_CASE(what_cannot_be_is_a_fault_at_every_cut, faults, x) {
  for (std::size_t cut = 0; cut <= x.wire.size(); ++cut) {
    auto y = listener{};
    y.hear(std::string_view{x.wire}.substr(0, cut));
    if (!y.fault)
      y.hear(std::string_view{x.wire}.substr(cut));
    BOOST_TEST_REQUIRE(y.fault.has_value());
    BOOST_TEST(to_string(*y.fault) == to_string(x.want));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
