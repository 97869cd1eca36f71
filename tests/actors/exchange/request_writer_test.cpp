#include "actors/exchange/request_writer.hpp"

#include "codecs/http/hop_by_hop.hpp"
#include "codecs/http1/request_decoder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

namespace http1 = codecs::http1;

/// Neither forwarding fields nor Via, so that a case shows what it is about.
exchange_options bare() {
  auto x = exchange_options{};
  x.forwarding = forwarding_policy::off;
  x.via.clear();
  return x;
}

/// A head as it was read from the wire; its octets live as long as this.
struct read_head {
  explicit read_head(std::string_view text) : wire(text) {
    auto trailers = codecs::fields::map{};
    auto step = http1::request_decoder{bounds}.feed(codecs::as_octets(wire),
                                                    head, trailers);
    BOOST_TEST_REQUIRE(step.ok());
    BOOST_TEST_REQUIRE(std::holds_alternative<http1::head_end>(step->event));
  }

  std::string wire;
  http1::limits bounds;
  http1::request_head head;
};

/// An outline says what a reader of the text would find: the same parts, and
/// the same fields but for those that are HTTP/1.1's.
void check(const http1::request_outline& outline, std::string_view text) {
  auto read = read_head{text};
  BOOST_TEST(outline.size == text.size());
  BOOST_TEST((outline.method == read.head.method));
  BOOST_TEST(outline.method_text.of(text) == read.head.method_text);
  BOOST_TEST(outline.target.of(text) == read.head.target.text);
  BOOST_TEST(outline.authority.of(text) == read.head.authority);
  BOOST_TEST(outline.accepts_trailers == read.head.accepts_trailers);
  BOOST_TEST((outline.framing.kind == read.head.framing.kind));
  BOOST_TEST(outline.framing.length == read.head.framing.length);
  auto line = outline.lines.begin();
  auto ends_here = codecs::http::hop_by_hop{read.head.fields};
  for (auto& x : read.head.fields) {
    if (ends_here(x) || x.id == codecs::fields::name::host)
      continue;
    BOOST_TEST_REQUIRE((line != outline.lines.end()));
    BOOST_TEST(line->name.of(text) == x.name);
    BOOST_TEST(line->value.of(text) == x.value);
    BOOST_TEST((line->id == x.id));
    ++line;
  }
  BOOST_TEST((line == outline.lines.end()));
}

/// What an origin gets for a head.
std::string written(std::string_view wire, const exchange_options& options,
                    const client_info& client = {.address = "192.0.2.7"}) {
  auto in = read_head{wire};
  std::string out;
  write_upstream_head(out, in.head, options, client, "backend:81");
  std::string same;
  auto outline = http1::request_outline{};
  write_upstream_head(same, in.head, options, client, "backend:81", {},
                      &outline);
  BOOST_TEST(same == out);
  auto is_other
    = in.head.wants_upgrade || in.head.method == codecs::http::method::connect;
  BOOST_TEST(outline.empty() == is_other);
  if (!outline.empty())
    check(outline, out);
  return out;
}

std::string written(std::string_view wire) {
  return written(wire, bare());
}

bool tunnels(std::string_view upgrade) {
  auto in = read_head{"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n"
                      "Upgrade: "
                      + std::string{upgrade} + "\r\n\r\n"};
  return asks_for_tunnel(in.head);
}

BOOST_AUTO_TEST_SUITE(request_writer_test)

BOOST_AUTO_TEST_CASE(a_head_goes_on_with_what_every_hop_adds) {
  BOOST_TEST(written("GET /a?b HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\n"
                     "X-Thing:  two  words \r\n\r\n",
                     exchange_options{})
             == "GET /a?b HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\n"
                "X-Thing: two  words\r\n"
                "X-Forwarded-For: 192.0.2.7\r\n"
                "X-Forwarded-Proto: http\r\n"
                "X-Forwarded-Host: a.test\r\n"
                "Via: 1.1 troupe\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_host_that_is_given_wins_over_the_policy) {
  auto in = read_head{"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"};
  for (auto policy :
       {host_policy::keep, host_policy::backend, host_policy::fixed}) {
    auto options = exchange_options{};
    options.host = policy;
    options.host_name = "fixed.test";
    options.via.clear();
    std::string out;
    auto slot
      = write_upstream_head(out, in.head, options, {.address = "192.0.2.7"},
                            "backend:81", "given.test");
    BOOST_TEST(out.substr(slot.at, slot.size) == "given.test");
    BOOST_TEST(out.ends_with("\r\nX-Forwarded-Host: a.test\r\n\r\n"), out);
  }
}

// -- target -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_absolute_target_becomes_a_path_and_a_host) {
  BOOST_TEST(written("GET http://a.test:8080/x/y?z HTTP/1.1\r\n"
                     "Host: evil.test\r\n\r\n")
             == "GET /x/y?z HTTP/1.1\r\nHost: a.test:8080\r\n\r\n");
  BOOST_TEST(written("GET http://a.test HTTP/1.1\r\nHost: a.test\r\n\r\n")
             == "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
  BOOST_TEST(written("GET http://a.test?q HTTP/1.1\r\nHost: a.test\r\n\r\n")
             == "GET /?q HTTP/1.1\r\nHost: a.test\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(who_may_be_a_replay_is_marked) {
  auto wire = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  auto early = client_info{.address = "192.0.2.7", .early = true};
  BOOST_TEST(written(wire, bare(), early)
             == "GET / HTTP/1.1\r\nHost: a\r\nEarly-Data: 1\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(options_of_a_whole_server_have_an_asterisk) {
  BOOST_TEST(written("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
             == "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(written("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n")
             == "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(written("OPTIONS http://a/ HTTP/1.1\r\nHost: a\r\n\r\n")
             == "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n");
  BOOST_TEST(written("OPTIONS http://a?q HTTP/1.1\r\nHost: a\r\n\r\n")
             == "OPTIONS /?q HTTP/1.1\r\nHost: a\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(our_version_is_what_leaves) {
  BOOST_TEST(written("BREW /pot HTTP/1.0\r\nHost: a\r\n\r\n")
             == "BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n");
}

// -- Host ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(host_is_what_the_policy_says) {
  auto wire = "GET / HTTP/1.1\r\nA: 1\r\nhost: a.test\r\nB: 2\r\n\r\n";
  auto want = [](std::string_view host) {
    return "GET / HTTP/1.1\r\nHost: " + std::string{host}
           + "\r\nA: 1\r\nB: 2\r\n\r\n";
  };
  auto options = bare();
  BOOST_TEST(written(wire, options) == want("a.test"));
  options.host = host_policy::backend;
  BOOST_TEST(written(wire, options) == want("backend:81"));
  options.host = host_policy::fixed;
  options.host_name = "fixed.test";
  BOOST_TEST(written(wire, options) == want("fixed.test"));
}

BOOST_AUTO_TEST_CASE(who_says_no_host_asks_for_the_backend) {
  BOOST_TEST(written("GET / HTTP/1.0\r\n\r\n")
             == "GET / HTTP/1.1\r\nHost: backend:81\r\n\r\n");
  BOOST_TEST(written("GET / HTTP/1.1\r\nHost:\r\n\r\n")
             == "GET / HTTP/1.1\r\nHost: backend:81\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(tells_where_the_host_stands) {
  auto in = read_head{"GET /abc HTTP/1.1\r\nHost: a.test\r\n\r\n"};
  std::string out = "before";
  auto slot = write_upstream_head(out, in.head, bare(), {}, "b");
  BOOST_TEST(out.substr(slot.at, slot.size) == "a.test");
}

// -- forwarding ---------------------------------------------------------------

constexpr auto spoofed = "GET / HTTP/1.1\r\nHost: a\r\n"
                         "X-Forwarded-For: 10.0.0.1\r\n"
                         "X-Forwarded-Proto: https\r\n"
                         "x-forwarded-for: 10.0.0.2, 10.0.0.3\r\n"
                         "X-Forwarded-Host: evil\r\n"
                         "X-Forwarded-For:\r\n\r\n";

std::string forwarded(forwarding_policy policy, std::string_view wire) {
  auto options = bare();
  options.forwarding = policy;
  auto all = written(wire, options);
  constexpr auto before = std::string_view{"GET / HTTP/1.1\r\nHost: a\r\n"};
  BOOST_TEST_REQUIRE(all.starts_with(before));
  return all.substr(before.size());
}

BOOST_AUTO_TEST_CASE(append_adds_the_client_and_believes_no_more) {
  BOOST_TEST(forwarded(forwarding_policy::append, spoofed)
             == "X-Forwarded-For: 10.0.0.1, 10.0.0.2, 10.0.0.3, 192.0.2.7\r\n"
                "X-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(replace_believes_nothing) {
  BOOST_TEST(forwarded(forwarding_policy::replace, spoofed)
             == "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n"
                "X-Forwarded-Host: a\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(trust_believes_and_adds_the_client) {
  BOOST_TEST(forwarded(forwarding_policy::trust, spoofed)
             == "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
                "X-Forwarded-For: 10.0.0.1, 10.0.0.2, 10.0.0.3, 192.0.2.7\r\n"
                "\r\n");
  BOOST_TEST(
    forwarded(forwarding_policy::trust, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    == "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: http\r\n"
       "X-Forwarded-Host: a\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(off_changes_nothing) {
  auto wire = std::string_view{spoofed};
  BOOST_TEST(written(wire) == wire);
}

BOOST_AUTO_TEST_CASE(connection_cannot_name_away_whom_a_request_is_for) {
  BOOST_TEST(forwarded(forwarding_policy::append,
                       "GET / HTTP/1.1\r\nHost: a\r\n"
                       "X-Forwarded-For: 10.0.0.1\r\n"
                       "Connection: x-forwarded-for, host\r\n\r\n")
             == "X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\n"
                "X-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(who_names_no_host_has_none_forwarded) {
  auto options = bare();
  options.forwarding = forwarding_policy::append;
  BOOST_TEST(
    written("GET / HTTP/1.0\r\n\r\n", options, {"unix:", "https"})
    == "GET / HTTP/1.1\r\nHost: backend:81\r\nX-Forwarded-For: unix:\r\n"
       "X-Forwarded-Proto: https\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(via_tells_the_version_that_came_and_comes_last) {
  auto options = bare();
  options.via = "us";
  BOOST_TEST(written("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 b\r\n\r\n", options)
             == "GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 b\r\nVia: 1.1 us\r\n"
                "\r\n");
  BOOST_TEST(written("GET / HTTP/1.0\r\nHost: a\r\n\r\n", options)
             == "GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 us\r\n\r\n");
}

// -- hop by hop ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_is_for_one_hop_stays_here) {
  BOOST_TEST(
    written("GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Mine\r\n"
            "Keep-Alive: timeout=5\r\nProxy-Connection: close\r\n"
            "X-Mine: 1\r\nx-mine: 2\r\nX-Other: 3\r\nTE: gzip\r\n"
            "HTTP2-Settings: AAAA\r\n\r\n")
    == "GET / HTTP/1.1\r\nHost: a\r\nX-Other: 3\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(who_takes_trailers_says_so_at_each_hop) {
  BOOST_TEST(written("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers, gzip\r\n"
                     "Connection: TE\r\n\r\n")
             == "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n"
                "Connection: TE\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_websocket_handshake_goes_on) {
  BOOST_TEST(written("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                     "Connection: keep-alive, Upgrade\r\n"
                     "Sec-WebSocket-Key: AAAA\r\n\r\n")
             == "GET /chat HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key: AAAA\r\n"
                "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  BOOST_TEST(written("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                     "Connection: Upgrade, TE\r\nTE: trailers\r\n\r\n")
             == "GET /chat HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n"
                "Connection: TE, Upgrade\r\nUpgrade: websocket\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(an_upgrade_to_another_http_or_to_tls_stays_here) {
  for (auto upgrade : {"h2c", "H2C", "TLS/1.0", "HTTP/2.0", "websocket, h2c"}) {
    BOOST_TEST_CONTEXT(upgrade) {
      BOOST_TEST(!tunnels(upgrade));
      BOOST_TEST(
        written("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: " + std::string{upgrade}
                + "\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                  "HTTP2-Settings: AAAA\r\n\r\n")
        == "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    }
  }
  BOOST_TEST(tunnels("websocket"));
  BOOST_TEST(tunnels("foo/2"));
}

BOOST_AUTO_TEST_CASE(an_upgrade_that_connection_does_not_name_is_none) {
  BOOST_TEST(written("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n")
             == "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
}

// -- bodies -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_length_leaves_once_however_often_it_came) {
  BOOST_TEST(written("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                     "X: 1\r\n\r\n")
             == "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX: 1\r\n"
                "\r\n");
  BOOST_TEST(written("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                     "content-length: 5\r\nX: 1\r\n\r\n")
             == "POST / HTTP/1.1\r\nHost: a\r\nX: 1\r\nContent-Length: 5\r\n"
                "\r\n");
}

BOOST_AUTO_TEST_CASE(a_chunked_body_is_chunked_on) {
  BOOST_TEST(written("POST / HTTP/1.1\r\nHost: a\r\n"
                     "transfer-encoding: Chunked\r\nX: 1\r\n\r\n")
             == "POST / HTTP/1.1\r\nHost: a\r\nX: 1\r\n"
                "Transfer-Encoding: chunked\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(expect_goes_on_from_who_would_understand_the_answer) {
  BOOST_TEST(written("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                     "Content-Length: 5\r\n\r\n")
             == "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                "Content-Length: 5\r\n\r\n");
  BOOST_TEST(written("POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n"
                     "Content-Length: 5\r\n\r\n")
             == "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
