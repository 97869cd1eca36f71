#include "tests/codecs/http1/transcript.hpp"

#include "codecs/http1/head_meaning.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http1 {
namespace {

namespace data = boost::unit_test::data;

struct meaning_case {
  const char* name;
  std::string_view fields;
  std::string_view want;
};

std::ostream& operator<<(std::ostream& out, const meaning_case& x) {
  return out << x.name;
}

// After "POST / HTTP/1.1" and Host.
const meaning_case framings[] = {
  {"none", "", "POST / none"},
  {"length", "Content-Length: 7\r\n", "POST / length 7"},
  {"zeros", "Content-Length: 007\r\n", "POST / length 7"},
  {"largest_length", "Content-Length: 9223372036854775807\r\n",
   "POST / length 9223372036854775807"},
  {"length_too_large", "Content-Length: 9223372036854775808\r\n",
   "bad_content_length"},
  {"length_beyond_64_bits", "Content-Length: 18446744073709551617\r\n",
   "bad_content_length"},
  {"no_length", "Content-Length:\r\n", "bad_content_length"},
  {"plus", "Content-Length: +7\r\n", "bad_content_length"},
  {"minus", "Content-Length: -0\r\n", "bad_content_length"},
  {"hexadecimal", "Content-Length: 0x7\r\n", "bad_content_length"},
  {"fraction", "Content-Length: 7.0\r\n", "bad_content_length"},
  {"blank_within", "Content-Length: 7 7\r\n", "bad_content_length"},
  {"list_of_lengths", "Content-Length: 7, 7\r\n", "bad_content_length"},
  {"same_length_twice", "Content-Length: 7\r\nContent-Length: 7\r\n",
   "POST / length 7"},
  {"two_lengths", "Content-Length: 7\r\nContent-Length: 8\r\n",
   "conflicting_lengths"},
  {"one_length_spelled_twice", "Content-Length: 7\r\nContent-Length: 07\r\n",
   "conflicting_lengths"},
  {"third_length",
   "Content-Length: 7\r\nContent-Length: 7\r\n"
   "content-length: 6\r\n",
   "conflicting_lengths"},
  {"second_length_is_none", "Content-Length: 7\r\nContent-Length: x\r\n",
   "bad_content_length"},
  {"chunked", "Transfer-Encoding: chunked\r\n", "POST / chunked"},
  {"chunked_in_any_case", "transfer-encoding: cHUNKED\r\n", "POST / chunked"},
  {"length_and_coding", "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n",
   "length_and_coding"},
  {"length_and_any_coding", "Transfer-Encoding: x\r\nContent-Length: x\r\n",
   "length_and_coding"},
  {"chunked_twice", "Transfer-Encoding: chunked, chunked\r\n",
   "bad_transfer_coding"},
  {"chunked_on_two_lines",
   "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
   "bad_transfer_coding"},
  {"empty_line_beside_chunked",
   "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n",
   "bad_transfer_coding"},
  {"gzip_chunked", "Transfer-Encoding: gzip, chunked\r\n",
   "bad_transfer_coding"},
  {"chunked_gzip", "Transfer-Encoding: chunked, gzip\r\n",
   "bad_transfer_coding"},
  {"gzip", "Transfer-Encoding: GZip\r\n", "bad_transfer_coding"},
  {"identity", "Transfer-Encoding: identity\r\n", "bad_transfer_coding"},
  {"no_coding", "Transfer-Encoding:\r\n", "bad_transfer_coding"},
  {"list_of_one", "Transfer-Encoding: chunked,\r\n", "bad_transfer_coding"},
  {"parameter", "Transfer-Encoding: chunked;a=b\r\n", "bad_transfer_coding"},
  {"quoted", "Transfer-Encoding: \"chunked\"\r\n", "bad_transfer_coding"},
  {"lookalike", "Transfer-Encoding: xchunked\r\n", "unknown_transfer_coding"},
  {"unknown", "Transfer-Encoding: foo\r\n", "unknown_transfer_coding"},
};

// Whole heads.
const meaning_case hosts[] = {
  {"none", "GET / HTTP/1.1\r\n\r\n", "missing_host"},
  {"none_but_absolute", "GET http://b/ HTTP/1.1\r\n\r\n", "missing_host"},
  {"none_in_http_1_0", "GET / HTTP/1.0\r\n\r\n", ""},
  {"plain", "GET / HTTP/1.1\r\nHost: a.test:81\r\n\r\n", "a.test:81"},
  {"empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", ""},
  {"twice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "repeated_host"},
  {"twice_in_http_1_0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
   "repeated_host"},
  {"user_information", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "bad_host"},
  {"bad_port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", "bad_host"},
  {"list", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "bad_host"},
  {"path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "bad_host"},
  {"bad_in_http_1_0", "GET / HTTP/1.0\r\nHost: a/b\r\n\r\n", "bad_host"},
  {"target_wins", "GET http://b:8/ HTTP/1.1\r\nHost: a\r\n\r\n", "b:8"},
  {"target_wins_over_bad", "GET http://b/ HTTP/1.1\r\nHost: @\r\n\r\n",
   "bad_host"},
  {"connect", "CONNECT b:443 HTTP/1.1\r\nHost: a\r\n\r\n", "b:443"},
};

// After the start line and Host.
const meaning_case flags_1_1[] = {
  {"persistent", "", "POST / none"},
  {"close", "Connection: close\r\n", "POST / none close"},
  {"close_in_a_list", "Connection: keep-alive , CLOSE\r\n",
   "POST / none close"},
  {"close_on_another_line", "Connection: x\r\nConnection: close\r\n",
   "POST / none close"},
  {"no_close", "Connection: closed, xclose\r\n", "POST / none"},
  {"expect", "Expect: 100-Continue\r\n", "POST / none expect"},
  {"expect_something_else", "Expect: wonders\r\n", "POST / none"},
  {"upgrade", "Connection: upgrade\r\nUpgrade: websocket\r\n",
   "POST / none upgrade"},
  {"upgrade_in_a_list", "Connection: x,Upgrade\r\nUpgrade: websocket\r\n",
   "POST / none upgrade"},
  {"upgrade_not_named", "Upgrade: websocket\r\n", "POST / none"},
  {"upgrade_named_but_missing", "Connection: upgrade\r\n", "POST / none"},
  {"upgrade_to_nothing", "Connection: upgrade\r\nUpgrade:\r\n", "POST / none"},
  {"trailers", "TE: trailers\r\n", "POST / none trailers"},
  {"trailers_in_a_list", "TE: gzip;q=0.5,Trailers\r\n", "POST / none trailers"},
  {"no_trailers", "TE: gzip\r\n", "POST / none"},
};

const meaning_case flags_1_0[] = {
  {"not_persistent", "", "POST / none close"},
  {"keep_alive", "Connection: Keep-Alive\r\n", "POST / none"},
  {"close_wins", "Connection: keep-alive, close\r\n", "POST / none close"},
  {"expect_is_ignored", "Expect: 100-continue\r\n", "POST / none close"},
  {"upgrade_is_ignored", "Connection: upgrade\r\nUpgrade: websocket\r\n",
   "POST / none close"},
  {"coding", "Transfer-Encoding: chunked\r\n", "coding_in_http_1_0"},
  {"length_and_coding", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
   "coding_in_http_1_0"},
};

std::string read_after(std::string_view start, std::string_view fields) {
  auto wire = std::string{start}.append(fields).append("\r\n");
  request_head head;
  fields::map trailers;
  limits bounds;
  request_decoder decoder{bounds};
  auto fed = decoder.feed(as_octets(wire), head, trailers);
  return fed ? text_of(head) : std::string{to_string(fed.error())};
}

BOOST_AUTO_TEST_SUITE(head_meaning_test)

BOOST_DATA_TEST_CASE(finds_the_end_of_a_request_or_refuses_it,
                     data::make(framings), row) {
  auto got = read_after("POST / HTTP/1.1\r\nHost: a\r\n", row.fields);
  BOOST_TEST(got == row.want);
}

BOOST_DATA_TEST_CASE(finds_whom_a_request_is_for_or_refuses_it,
                     data::make(hosts), row) {
  request_head head;
  fields::map trailers;
  limits bounds;
  request_decoder decoder{bounds};
  auto fed = decoder.feed(as_octets(row.fields), head, trailers);
  BOOST_TEST((fed ? head.authority : to_string(fed.error())) == row.want);
}

BOOST_DATA_TEST_CASE(sees_what_a_client_wishes, data::make(flags_1_1), row) {
  auto got = read_after("POST / HTTP/1.1\r\nHost: a\r\n", row.fields);
  BOOST_TEST(got == row.want);
}

BOOST_DATA_TEST_CASE(sees_what_an_old_client_wishes, data::make(flags_1_0),
                     row) {
  BOOST_TEST(read_after("POST / HTTP/1.0\r\n", row.fields) == row.want);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
