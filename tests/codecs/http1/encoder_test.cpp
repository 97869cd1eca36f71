#include "tests/codecs/http1/transcript.hpp"

#include "codecs/http1/encoder.hpp"
#include "codecs/http1/field_lines.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace troupe::codecs::http1 {
namespace {

constexpr auto all_of_them = [](const fields::field&) { return true; };

// Decodes what a wire begins with, and encodes it again.
std::string repeated(std::string_view wire) {
  request_head head;
  fields::map trailers;
  limits bounds;
  request_decoder decoder{bounds};
  auto fed = decoder.feed(as_octets(wire), head, trailers);
  BOOST_TEST_REQUIRE(fed.ok());
  std::string out;
  write_request_line(out, head.method_text, head.target.text);
  write_fields(out, head.fields, all_of_them);
  end_head(out);
  for (;;) {
    wire.remove_prefix(fed->consumed);
    fed = decoder.feed(as_octets(wire), head, trailers);
    BOOST_TEST_REQUIRE(fed.ok());
    auto* slice = std::get_if<body_slice>(&fed->event);
    if (slice == nullptr)
      break;
    write_chunk_begin(out, slice->bytes.size());
    out += as_text(slice->bytes);
    write_chunk_end(out);
  }
  write_last_chunk(out, trailers);
  return out;
}

BOOST_AUTO_TEST_SUITE(encoder_test)

BOOST_AUTO_TEST_CASE(writes_start_lines) {
  std::string out;
  write_request_line(out, "GET", "/a?b");
  write_status_line(out, 200, "Fine");
  write_status_line(out, 404, "");
  write_status_line(out, 299, "");
  BOOST_TEST(out
             == "GET /a?b HTTP/1.1\r\nHTTP/1.1 200 Fine\r\n"
                "HTTP/1.1 404 Not Found\r\nHTTP/1.1 299 \r\n");
}

BOOST_AUTO_TEST_CASE(writes_fields_of_text_and_of_numbers) {
  std::string out;
  write_field(out, "A", "b");
  write_field(out, "Content-Length", std::uint64_t{0});
  write_field(out, "Content-Length", std::numeric_limits<std::uint64_t>::max());
  end_head(out);
  BOOST_TEST(out
             == "A: b\r\nContent-Length: 0\r\n"
                "Content-Length: 18446744073709551615\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(says_how_the_message_came) {
  std::string out;
  write_via(out, http::version::http_1_0, "edge");
  write_via(out, http::version::http_1_1, "troupe");
  BOOST_TEST(out == "Via: 1.0 edge\r\nVia: 1.1 troupe\r\n");
}

BOOST_AUTO_TEST_CASE(writes_chunks) {
  std::string out;
  write_chunk_begin(out, 0x1f);
  out += "…";
  write_chunk_end(out);
  fields::map trailers;
  trailers.append("A", "b");
  trailers.append("Content-Length", "9"); // is for nobody to send there
  write_last_chunk(out, trailers);
  BOOST_TEST(out == "1f\r\n…\r\n0\r\nA: b\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(writes_what_was_decoded_as_it_came) {
  constexpr std::string_view wire
    = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
      "X-A:b\r\nX-C: \t d\r\nX-E:\r\n\r\n"
      "5\r\nhello\r\n1\r\n!\r\n0\r\nDigest: 1\r\n\r\n";
  BOOST_TEST(repeated(wire) == wire);
}

BOOST_AUTO_TEST_CASE(keeps_what_it_was_asked_to_in_order) {
  // One line in three is no whole one, for the blank at its end.
  constexpr std::string_view wire
    = "A: 1\r\nB: 2\r\nC: 3 \r\nD: 4\r\nE: 5\r\nF: 6 \r\n\r\n";
  auto huge
    = section_bounds{.first_line = 9, .line = 9, .count = 9, .total = 99};
  fields::map all;
  BOOST_TEST_REQUIRE(parse_field_lines(wire, 0, huge, all).ok());
  for (auto kept = 0u; kept < 64; ++kept) {
    std::string want, got;
    auto keep = [&](const fields::field& x) {
      return (kept >> (x.name.front() - 'A') & 1) != 0;
    };
    for (auto& x : all)
      if (keep(x))
        want.append(x.name).append(": ").append(x.value).append("\r\n");
    write_fields(got, all, keep);
    BOOST_TEST(got == want);
  }
}

BOOST_AUTO_TEST_CASE(writes_changed_fields_between_those_that_came) {
  constexpr std::string_view wire = "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n";
  auto huge
    = section_bounds{.first_line = 9, .line = 9, .count = 9, .total = 99};
  fields::map all;
  BOOST_TEST_REQUIRE(parse_field_lines(wire, 0, huge, all).ok());
  all.set("b", "x");
  all.erase("C");
  all.append("E", "5");
  all.append_view({.name = "F", .value = "6"});
  std::string out;
  write_fields(out, all, all_of_them);
  BOOST_TEST(out == "A: 1\r\nb: x\r\nD: 4\r\nE: 5\r\nF: 6\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
