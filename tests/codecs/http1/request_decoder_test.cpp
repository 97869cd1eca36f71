#include "tests/codecs/http1/transcript.hpp"

#include "codecs/http1/request_decoder.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace troupe::codecs::http1 {
namespace {

namespace data = boost::unit_test::data;

struct request_case {
  const char* name;
  std::string_view wire;
  std::string_view want;
};

std::ostream& operator<<(std::ostream& out, const request_case& x) {
  return out << x.name;
}

const request_case start_lines[] = {
  {"origin_form", "GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a?b none; end"},
  {"absolute_form", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
   "GET http://b/ none; end"},
  {"authority_form", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
   "CONNECT a:443 none; end"},
  {"asterisk_form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
   "OPTIONS * none; end"},
  {"any_token", "M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n",
   "M-SEARCH / none; end"},
  {"http_1_0", "GET / HTTP/1.0\r\n\r\n", "GET / none close; end"},
  {"empty_line_before", "\r\nGET / HTTP/1.0\r\n\r\n", "GET / none close; end"},
  {"eight_empty_lines",
   "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.0\r\n\r\n",
   "GET / none close; end"},
  {"nine_empty_lines", "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\nGET", "bad_method"},
  {"nothing", "", ""},
  {"only_an_empty_line", "\r\n", ""},
  {"half_a_line", "GET / HT", "more"},
  {"tls_hello", "\x16\x03\x01", "bad_method"},
  {"space_first", " GET / HTTP/1.1\r\n", "bad_method"},
  {"method_is_no_token", "G(T / HTTP/1.1\r\n", "bad_method"},
  {"method_alone", "GET\r\n", "bad_method"},
  {"http_0_9", "GET /\r\n", "bad_version"},
  {"two_spaces_before_target", "GET  / HTTP/1.1\r\n", "bad_target"},
  {"two_spaces_after_target", "GET /  HTTP/1.1\r\n", "bad_version"},
  {"space_at_the_end", "GET / HTTP/1.1 \r\n", "bad_version"},
  {"tab_for_space", "GET\t/ HTTP/1.1\r\n", "bad_method"},
  {"raw_utf8_in_target", "GET /\xc3\xa4 HTTP/1.1\r\n", "bad_target"},
  {"control_in_target", "GET /\x01 HTTP/1.1\r\n", "bad_target"},
  {"fragment_in_target", "GET /#a HTTP/1.1\r\n", "bad_target"},
  {"relative_target", "GET a HTTP/1.1\r\n", "bad_target"},
  {"asterisk_for_get", "GET * HTTP/1.1\r\n", "bad_target"},
  {"authority_for_get", "GET a:80 HTTP/1.1\r\n", "bad_target"},
  {"path_for_connect", "CONNECT / HTTP/1.1\r\n", "bad_target"},
  {"connect_without_port", "CONNECT a HTTP/1.1\r\n", "bad_target"},
  {"foreign_scheme", "GET ftp://a/ HTTP/1.1\r\n", "bad_target"},
  {"lower_case_version", "GET / http/1.1\r\n", "bad_version"},
  {"long_version", "GET / HTTP/1.10\r\n", "bad_version"},
  {"other_protocol", "GET / RTSP/1.0\r\n", "bad_version"},
  {"http_1_2", "GET / HTTP/1.2\r\n", "version_not_supported"},
  {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
   "version_not_supported"},
  {"bare_lf", "GET / HTTP/1.1\nHost: a\r\n\r\n", "bare_lf"},
  {"bare_lf_first", "\nGET / HTTP/1.1\r\n", "bare_lf"},
  {"bare_cr", "GET /\r HTTP/1.1\r\n", "bare_cr"},
  {"bare_cr_first", "\rGET / HTTP/1.1\r\n", "bare_cr"},
};

const request_case messages[] = {
  {"length_body",
   "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
   "POST / length 5; hello; end"},
  {"length_of_nothing",
   "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
   "POST / length 0; end"},
  {"length_body_is_short",
   "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nhello",
   "POST / length 6; hello; more"},
  {"chunked_body",
   "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
   "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nDigest: 1\r\n\r\n",
   "POST / chunked; hello; end {Digest: 1}"},
  {"pipelined",
   "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
   "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi\r\n"
   "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
   "1\r\nx\r\n0\r\n\r\n"
   "GET /d HTTP/1.1\r\nHost: a\r\n\r\nGET /e",
   "GET /a none; end; POST /b length 2; hi; end; POST /c chunked; x; end; "
   "GET /d none; end; more"},
  {"trailers_do_not_stay",
   "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
   "0\r\nX: 1\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
   "PUT /a chunked; end {X: 1}; GET /b none; end"},
  {"garbage_after_a_message", "GET / HTTP/1.0\r\n\r\n{}",
   "GET / none close; end; bad_method"},
};

void is_the_same_at_every_cut(const request_case& row,
                              const limits& bounds = {}) {
  auto cuttings = test::cuttings_of(row.wire);
  auto whole = read_requests(row.wire, cuttings.front(), bounds);
  BOOST_TEST(whole.text == row.want);
  for (auto& cuts : cuttings) {
    BOOST_TEST_CONTEXT(cuts) {
      auto got = read_requests(row.wire, cuts, bounds);
      BOOST_TEST(got.text == row.want);
      BOOST_TEST(got.fields == whole.fields);
    }
  }
}

BOOST_AUTO_TEST_SUITE(request_decoder_test)

BOOST_DATA_TEST_CASE(reads_start_lines_alike_at_every_cut,
                     data::make(start_lines), row) {
  is_the_same_at_every_cut(row);
}

BOOST_DATA_TEST_CASE(reads_messages_alike_at_every_cut, data::make(messages),
                     row) {
  is_the_same_at_every_cut(row);
}

BOOST_AUTO_TEST_CASE(holds_what_it_was_allowed_to_and_no_octet_more) {
  struct {
    const char* name;
    std::string_view wire;
    limits exact;
    limits less;
    std::string_view excess;
  } const rows[] = {
    {"start_line",
     "GET / HTTP/1.0\r\n\r\n",
     {.start_line = 14},
     {.start_line = 13},
     "start_line_too_long"},
    {"field_line",
     "GET / HTTP/1.0\r\nA: 45\r\n\r\n",
     {.field_line = 5},
     {.field_line = 4},
     "field_line_too_long"},
    {"field_count",
     "GET / HTTP/1.0\r\nA: 1\r\nB: 2\r\n\r\n",
     {.field_count = 2},
     {.field_count = 1},
     "too_many_fields"},
    {"head",
     "GET / HTTP/1.0\r\nA: 1\r\n\r\n",
     {.head = 24},
     {.head = 23},
     "head_too_large"},
    {"head_of_one_line",
     "GET / HTTP/1.0\r\n\r\n",
     {.head = 18},
     {.head = 17},
     "head_too_large"},
    {"head_in_a_field",
     "GET / HTTP/1.0\r\nA: 1\r\n\r\n",
     {.head = 24},
     {.head = 21},
     "head_too_large"},
    {"head_in_the_start_line",
     "GET / HTTP/1.0\r\n\r\n",
     {.head = 18},
     {.head = 15},
     "head_too_large"},
    {"announced_body",
     "GET / HTTP/1.0\r\nContent-Length: 7\r\n\r\n",
     {.body = 7},
     {.body = 6},
     "body_too_large"},
  };
  for (auto& row : rows) {
    BOOST_TEST_CONTEXT(row.name) {
      is_the_same_at_every_cut({row.name, row.wire, row.excess}, row.less);
      auto got = read_requests(row.wire, {{1}}, row.exact);
      BOOST_TEST(got.text.find(row.excess) == got.text.npos);
      BOOST_TEST(got.text.starts_with("GET"));
    }
  }
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_the_end_of_a_line_that_is_too_long) {
  auto bounds = limits{.start_line = 20, .field_line = 10};
  auto start = read_requests("GET /34567890123456789012", {{1}}, bounds);
  BOOST_TEST(start.text == "start_line_too_long");
  auto field = read_requests("GET / HTTP/1.0\r\nA: 45678901", {{1}}, bounds);
  BOOST_TEST(field.text == "field_line_too_long");
}

BOOST_AUTO_TEST_CASE(counts_a_chunked_body_against_the_limit) {
  constexpr std::string_view wire
    = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
  is_the_same_at_every_cut({"", wire, "POST / chunked; hello; end"},
                           {.body = 5});
  is_the_same_at_every_cut({"", wire, "POST / chunked; hel; body_too_large"},
                           {.body = 4});
}

BOOST_AUTO_TEST_CASE(suffers_an_empty_line_before_each_of_many_requests) {
  std::string wire;
  for (auto i = 0; i < 20; ++i)
    wire += "\r\nGET / HTTP/1.0\r\n\r\n";
  BOOST_TEST(read_requests(wire, {{1}}).messages == 20u);
}

BOOST_AUTO_TEST_CASE(knows_whether_it_is_in_a_message) {
  limits bounds;
  request_decoder uut{bounds};
  request_head head;
  fields::map trailers;
  auto feed = [&](std::string_view x) {
    BOOST_TEST_REQUIRE(uut.feed(as_octets(x), head, trailers).ok());
    return uut.in_message();
  };
  BOOST_TEST(!uut.in_message());
  BOOST_TEST(!feed("\r\n"));
  BOOST_TEST(feed("G"));
  BOOST_TEST(feed("GET / HTTP/1.0\r\n\r\n"));
  BOOST_TEST(!feed(""));
  uut.begin();
  BOOST_TEST(!uut.in_message());
}

BOOST_AUTO_TEST_CASE(goes_on_after_octets_that_were_moved_past_it) {
  limits bounds;
  request_decoder uut{bounds};
  request_head head;
  fields::map trailers;
  auto feed = [&](std::string_view x) {
    auto fed = uut.feed(as_octets(x), head, trailers);
    BOOST_TEST_REQUIRE(fed.ok());
    return fed->event;
  };
  BOOST_TEST(uut.movable() == 0u);
  feed("PUT / HTTP/1.0\r\nContent-Length: 1000\r\n\r\n");
  BOOST_TEST(uut.movable() == 1000u);
  uut.moved(999);
  BOOST_TEST(std::holds_alternative<body_slice>(feed("x")));
  BOOST_TEST(uut.movable() == 0u);
  BOOST_TEST(std::holds_alternative<message_end>(feed("")));
}

BOOST_AUTO_TEST_CASE(reads_the_body_of_a_head_that_somebody_else_has_read) {
  limits bounds;
  request_decoder uut{bounds};
  request_head head;
  fields::map trailers;
  uut.begin();
  uut.begin_body({.kind = http::body_kind::chunked});
  auto wire = std::string_view{"3\r\nabc\r\n0\r\n\r\n"};
  auto body = std::string{};
  while (true) {
    auto fed = uut.feed(as_octets(wire), head, trailers);
    BOOST_TEST_REQUIRE(fed.ok());
    wire.remove_prefix(fed->consumed);
    if (auto* slice = std::get_if<body_slice>(&fed->event))
      body += as_text(slice->bytes);
    else
      break;
  }
  BOOST_TEST(body == "abc");
  BOOST_TEST(wire.empty());
  BOOST_TEST(!uut.in_message());
}

BOOST_AUTO_TEST_CASE(reads_nothing_beyond_a_message_until_told_to) {
  limits bounds;
  request_decoder uut{bounds};
  request_head head;
  fields::map trailers;
  auto wire = as_octets("GET / HTTP/1.0\r\n\r\n");
  for (auto i = 0; i < 2; ++i)
    BOOST_TEST_REQUIRE(uut.feed(wire, head, trailers).ok());
  auto fed = uut.feed(wire, head, trailers);
  BOOST_TEST_REQUIRE(fed.ok());
  BOOST_TEST(std::holds_alternative<need_more>(fed->event));
  BOOST_TEST(fed->consumed == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
