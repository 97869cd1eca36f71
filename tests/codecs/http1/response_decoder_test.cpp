#include "tests/codecs/http1/transcript.hpp"

#include "codecs/http1/response_decoder.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <ostream>

namespace troupe::codecs::http1 {
namespace {

namespace data = boost::unit_test::data;

struct response_case {
  const char* name;
  std::string_view wire;
  std::string_view want;
  http::method asked = http::method::get;
};

std::ostream& operator<<(std::ostream& out, const response_case& x) {
  return out << x.name;
}

const response_case status_lines[] = {
  {"plain", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
   "200 OK length 0; end"},
  {"no_reason", "HTTP/1.1 204 \r\n\r\n", "204  none; end"},
  {"no_space_either", "HTTP/1.1 204\r\n\r\n", "204  none; end"},
  {"obs_text_in_reason", "HTTP/1.1 204 \xc4\xe4\t!\r\n\r\n",
   "204 \xc4\xe4\t! none; end"},
  {"status_999", "HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n",
   "999 X length 0; end"},
  {"status_099", "HTTP/1.1 099 X\r\n", "bad_status"},
  {"two_digits", "HTTP/1.1 99 X\r\n", "bad_status"},
  {"four_digits", "HTTP/1.1 2000 X\r\n", "bad_status"},
  {"no_digits", "HTTP/1.1 OK\r\n", "bad_status"},
  {"no_status", "HTTP/1.1\r\n", "bad_status"},
  {"two_spaces", "HTTP/1.1  200 OK\r\n", "bad_status"},
  {"control_in_reason", "HTTP/1.1 200 \x01\r\n", "bad_status"},
  {"http_2", "HTTP/2.0 200 OK\r\n", "version_not_supported"},
  {"other_protocol", "ICY 200 OK\r\n", "bad_version"},
  {"garbage_without_a_line_end", "\x16\x03\x01", "bad_version"},
  {"empty_line_first", "\r\nHTTP/1.1 200 OK\r\n", "bad_version"},
  {"bare_lf", "HTTP/1.1 200 OK\n\n", "bare_lf"},
  {"bare_cr", "HTTP/1.1 200 O\rK\r\n", "bare_cr"},
  {"closed_before_it_began", "", "premature_end"},
  {"closed_in_the_head", "HTTP/1.1 200 OK\r\nServer: x\r\n", "premature_end"},
};

const response_case framings[] = {
  {"length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
   "200 OK length 5; hello; end"},
  {"short_of_its_length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
   "200 OK length 5; hell; premature_end"},
  {"chunked",
   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
   "5\r\nhello\r\n0\r\nX: y\r\n\r\n",
   "200 OK chunked; hello; end {X: y}"},
  {"chunked_without_last_chunk",
   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
   "200 OK chunked; hello; premature_end"},
  {"until_close", "HTTP/1.1 200 OK\r\n\r\nhello",
   "200 OK until_close close; hello; end by close"},
  {"until_close_and_empty", "HTTP/1.1 200 OK\r\n\r\n",
   "200 OK until_close close; end by close"},
  {"http_1_0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
   "200 OK length 1 close; x; end"},
  {"http_1_0_kept_alive",
   "HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: Keep-Alive\r\n\r\nx",
   "200 OK length 1; x; end"},
  {"close",
   "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
   "200 OK length 1 close; x; end"},
  {"interim",
   "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
   "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
   "100 Continue none; 103 Early Hints none; 200 OK length 1; x; end"},
  {"closed_after_interim", "HTTP/1.1 100 Continue\r\n\r\n",
   "100 Continue none; premature_end"},
  {"coding_on_interim_is_ignored",
   "HTTP/1.1 103 E\r\nTransfer-Encoding: chunked\r\n\r\n"
   "HTTP/1.1 204 N\r\nTransfer-Encoding: foo\r\n\r\n",
   "103 E none; 204 N none; end"},
  {"switch", "HTTP/1.1 101 S\r\nUpgrade: x\r\n\r\n\x01\x02",
   "101 S none close"},
  {"not_modified", "HTTP/1.1 304 N\r\nContent-Length: 5\r\n\r\n",
   "304 N none; end"},
  {"no_content", "HTTP/1.1 204 N\r\nContent-Length: 5\r\n\r\n",
   "204 N none; end"},
  {"head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "200 OK none; end",
   http::method::head},
  {"head_chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
   "200 OK none; end", http::method::head},
  {"head_without_length", "HTTP/1.1 200 OK\r\n\r\n", "200 OK none; end",
   http::method::head},
  {"tunnel", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
   "200 OK none close", http::method::connect},
  {"tunnel_whatever_its_fields_say",
   "HTTP/1.1 200 OK\r\nContent-Length: x\r\nTransfer-Encoding: y\r\n\r\n",
   "200 OK none close", http::method::connect},
  {"tunnel_refused", "HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\nhello",
   "403 No length 5; hello; end", http::method::connect},
  {"bad_length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
   "bad_content_length"},
  {"bad_length_without_body", "HTTP/1.1 204 N\r\nContent-Length: x\r\n\r\n",
   "bad_content_length"},
  {"bad_length_to_head", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
   "bad_content_length", http::method::head},
  {"two_lengths",
   "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
   "conflicting_lengths"},
  {"length_and_coding",
   "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: "
   "chunked\r\n\r\n",
   "length_and_coding"},
  {"coding_in_http_1_0",
   "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
   "coding_in_http_1_0"},
  {"unknown_coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: foo\r\n\r\n",
   "unknown_transfer_coding"},
  {"coded_twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
   "bad_transfer_coding"},
};

void is_the_same_at_every_cut(const response_case& row) {
  auto cuttings = test::cuttings_of(row.wire);
  auto whole = read_response(row.wire, cuttings.front(), row.asked);
  for (auto& cuts : cuttings) {
    BOOST_TEST_CONTEXT(cuts) {
      auto got = read_response(row.wire, cuts, row.asked);
      BOOST_TEST(got.text == row.want);
      BOOST_TEST(got.fields == whole.fields);
    }
  }
}

BOOST_AUTO_TEST_SUITE(response_decoder_test)

BOOST_DATA_TEST_CASE(reads_status_lines_alike_at_every_cut,
                     data::make(status_lines), row) {
  is_the_same_at_every_cut(row);
}

BOOST_DATA_TEST_CASE(finds_the_end_alike_at_every_cut, data::make(framings),
                     row) {
  is_the_same_at_every_cut(row);
}

BOOST_AUTO_TEST_CASE(holds_heads_to_their_limits) {
  auto read = [](std::string_view wire, const limits& bounds) {
    return read_response(wire, {{1}}, http::method::get, bounds).text;
  };
  constexpr std::string_view wire = "HTTP/1.1 204 N\r\nA: 45\r\n\r\n";
  BOOST_TEST(read(wire, {.start_line = 14}) == "204 N none; end");
  BOOST_TEST(read(wire, {.start_line = 13}) == "start_line_too_long");
  BOOST_TEST(read(wire, {.field_line = 5}) == "204 N none; end");
  BOOST_TEST(read(wire, {.field_line = 4}) == "field_line_too_long");
  BOOST_TEST(read(wire, {.field_count = 0}) == "too_many_fields");
  BOOST_TEST(read(wire, {.head = 25}) == "204 N none; end");
  BOOST_TEST(read(wire, {.head = 24}) == "head_too_large");
}

BOOST_AUTO_TEST_CASE(has_no_limit_for_bodies) {
  auto got = read_response("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                           {{1}}, http::method::get, {.body = 1});
  BOOST_TEST(got.text == "200 OK length 5; hello; end");
}

BOOST_AUTO_TEST_CASE(lets_an_unbounded_body_be_moved_past_it) {
  limits bounds;
  response_decoder uut{bounds};
  response_head head;
  fields::map trailers;
  uut.begin(http::method::get);
  BOOST_TEST(uut.movable() == 0u);
  auto wire = as_octets("HTTP/1.1 200 OK\r\n\r\n");
  BOOST_TEST_REQUIRE(uut.feed(wire, head, trailers).ok());
  BOOST_TEST(uut.movable() == std::numeric_limits<std::uint64_t>::max());
  uut.moved(1u << 30);
  BOOST_TEST(uut.movable() == std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST(uut.finish().ok());
}

BOOST_AUTO_TEST_CASE(is_ended_by_close_when_its_last_octet_was_moved) {
  limits bounds;
  response_decoder uut{bounds};
  response_head head;
  fields::map trailers;
  uut.begin(http::method::get);
  auto wire = as_octets("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
  BOOST_TEST_REQUIRE(uut.feed(wire, head, trailers).ok());
  uut.moved(9);
  BOOST_TEST(uut.finish().ok());
}

BOOST_AUTO_TEST_CASE(reads_one_response_for_each_request) {
  limits bounds;
  response_decoder uut{bounds};
  response_head head;
  fields::map trailers;
  auto wire = as_octets("HTTP/1.1 204 N\r\n\r\n");
  for (auto i = 0; i < 2; ++i) {
    uut.begin(http::method::get);
    auto fed = uut.feed(wire, head, trailers);
    BOOST_TEST_REQUIRE(fed.ok());
    BOOST_TEST(fed->consumed == wire.size());
    fed = uut.feed(wire, head, trailers);
    BOOST_TEST_REQUIRE(fed.ok());
    BOOST_TEST(std::holds_alternative<message_end>(fed->event));
    BOOST_TEST(fed->consumed == 0u);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
