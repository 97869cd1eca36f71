#include "tests/codecs/http2/frames.hpp"
#include "tests/codecs/http2/recorder.hpp"

#include "actors/health/http2_check.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

static std::ostream& operator<<(std::ostream& out, const check_verdict& x) {
  static constexpr const char* words[] = {"passed", "failed", "undecided"};
  return out << words[static_cast<int>(x.result)] << ": " << x.why;
}

namespace {

namespace data = boost::unit_test::data;
namespace h2 = codecs::http2::test;
using h2::frame;
using h2::type;

http_check_options looks_for(std::string body, std::size_t max_body = 65536) {
  auto result = http_check_options{};
  result.body = std::move(body);
  result.max_body = max_body;
  return result;
}

const auto hello = frame(type::settings, 0, 0);

std::string head(std::string status, bool ends = true,
                 const h2::field_lines& more = {}) {
  auto all = h2::field_lines{{":status", std::move(status)}};
  all.insert(all.end(), more.begin(), more.end());
  return h2::head_of(all, ends);
}

std::string body(std::string_view piece, bool ends = true) {
  return frame(type::data, ends ? h2::end_stream : 0, 1, piece);
}

std::string reset(std::uint32_t code) {
  return frame(type::rst_stream, 0, 1, h2::number(code));
}

std::string farewell(std::uint32_t last, std::uint32_t code) {
  return frame(type::goaway, 0, 0, h2::number(last) + h2::number(code));
}

/// What a backend says, and then it closes.
struct row {
  const char* name;
  http_check_options options;
  std::string wire;
  check_verdict want;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << x.name;
}

const auto rows = std::vector<row>{
  {"usual", {}, hello + head("200"), check_passed("status 200")},
  {"overload", {}, hello + head("503"), check_failed("status 503")},
  {"head_of_a_body",
   {},
   hello + head("200", false),
   check_passed("status 200")},
  {"interim_responses_first",
   {},
   hello + head("103", false) + head("100", false) + head("200"),
   check_passed("status 200")},
  {"body_has_it", looks_for("ready"),
   hello + head("200", false) + body("I'm ready"),
   check_passed("status and body as expected")},
  {"body_in_pieces_has_it", looks_for("ready"),
   hello + head("200", false) + body("rea", false) + body("", false)
     + frame(type::data, h2::padded, 1, std::string_view{"\2dy\0\0", 5})
     + body(""),
   check_passed("status and body as expected")},
  {"body_with_trailers_has_it", looks_for("ready"),
   hello + head("200", false) + body("ready", false)
     + h2::head_of({{"x-sum", "1"}}),
   check_passed("status and body as expected")},
  {"body_lacks_it", looks_for("ready"),
   hello + head("200", false) + body("busy"),
   check_failed("'ready' is not in its body")},
  {"body_has_it_too_late", looks_for("ready", 7),
   hello + head("200", false) + body("I'm ready"),
   check_failed("'ready' is not in its body")},
  {"nothing_to_look_at", looks_for("ready"), hello + head("204"),
   check_failed("'ready' is not in its body")},
  {"stopped_after_its_end", looks_for("ready"),
   hello + head("200", false) + body("ready") + reset(0),
   check_passed("status and body as expected")},
  {"reset", {}, hello + reset(2), check_failed("RST_STREAM, internal_error")},
  {"refused", {}, hello + reset(7), check_failed("RST_STREAM, refused_stream")},
  {"reset_in_its_body", looks_for("ready"),
   hello + head("200", false) + body("rea", false) + reset(8),
   check_failed("RST_STREAM, cancel")},
  {"sent_away",
   {},
   hello + farewell(0, 11),
   check_failed("GOAWAY, enhance_your_calm")},
  {"answers_before_it_goes",
   {},
   hello + farewell(1, 0) + head("200"),
   check_passed("status 200")},
  {"goes_without_an_answer",
   {},
   hello + farewell(1, 2),
   check_failed("GOAWAY, internal_error")},
  {"nothing_at_all", {}, "", check_failed("closed without settings of HTTP/2")},
  {"settings_only", {}, hello, check_failed("closed without a response")},
  {"half_a_body", looks_for("ready"),
   hello + head("200", false) + body("rea", false),
   check_failed("closed in the middle of its response")},
  {"no_settings",
   {},
   head("200"),
   check_failed("its response is not HTTP/2: SETTINGS expected")},
  {"no_status",
   {},
   hello + h2::head_of({{"x", "y"}}),
   check_failed("its response is not HTTP/2: protocol_error")},
  {"a_field_in_capitals",
   {},
   hello + head("200", true, {{"X-Loud", "y"}}),
   check_failed("its response is not HTTP/2: protocol_error")},
  {"less_than_its_length", looks_for("ready"),
   hello + head("200", false, {{"content-length", "9"}}) + body("ready"),
   check_failed("its response is not HTTP/2: protocol_error")},
};

/// A check that has asked.
struct asking {
  explicit asking(const http_check_options& options)
    : check(options, "app.example", "http") {
    pull();
    said.clear();
  }

  std::optional<check_verdict> hear(std::string_view wire) {
    return check.feed(codecs::as_octets(wire), {});
  }
  void pull() { check.pull(said); }

  http2_check check;
  std::string said; // since then
};

check_verdict verdict_on(const http_check_options& options,
                         const std::vector<std::string_view>& pieces) {
  asking uut{options};
  for (auto piece : pieces) {
    if (auto verdict = uut.hear(piece))
      return *verdict;
    uut.pull();
  }
  return uut.check.finish();
}

/// Feeds the same again and again, and hears what is said to it, or not.
std::pair<std::optional<check_verdict>, std::size_t>
endlessly(asking& uut, std::string_view what, bool hears = true) {
  auto total = std::size_t{0};
  auto verdict = std::optional<check_verdict>{};
  while (!verdict && total < (1 << 24)) {
    verdict = uut.hear(what);
    total += what.size();
    if (hears)
      uut.pull();
  }
  return {verdict, total};
}

BOOST_AUTO_TEST_SUITE(http2_check_test)

BOOST_DATA_TEST_CASE(comes_to_the_same_verdict_at_every_cut, data::make(rows),
                     x) {
  auto wire = std::string_view{x.wire};
  for (std::size_t cut = 0; cut <= wire.size(); ++cut)
    BOOST_TEST_CONTEXT("cut at " << cut) {
      auto got = verdict_on(x.options, {wire.substr(0, cut), wire.substr(cut)});
      BOOST_TEST(got == x.want);
    }
  auto octets = std::vector<std::string_view>{};
  for (std::size_t i = 0; i < wire.size(); ++i)
    octets.push_back(wire.substr(i, 1));
  BOOST_TEST(verdict_on(x.options, octets) == x.want);
}

BOOST_AUTO_TEST_CASE(what_is_another_protocol_fails_at_once) {
  for (auto* wire : {"HTTP/1.1 400 Bad Request\r\n\r\n",
                     "SSH-2.0-OpenSSH_9.2\r\n", "220 mail.example ESMTP\r\n"}) {
    auto options = http_check_options{};
    asking uut{options};
    auto got = uut.hear(wire);
    BOOST_TEST_REQUIRE(got.has_value(), wire);
    BOOST_TEST(got->why.starts_with("its response is not HTTP/2: "), got->why);
  }
}

// -- what it asks -------------------------------------------------------------

h2::seen_stream asked_by(const http_check_options& options) {
  http2_check uut{options, "app.example:8080", "http"};
  auto said = std::string{};
  uut.pull(said);
  auto seen = h2::server_side{};
  auto backend = codecs::http2::server{{}, seen};
  backend.feed(codecs::as_octets(said), {});
  BOOST_TEST_REQUIRE(seen.streams.size() == 1u);
  return seen.streams.begin()->second;
}

BOOST_AUTO_TEST_CASE(asks_for_the_root_of_the_backend) {
  auto got = asked_by({});
  BOOST_TEST(got.head == "GET /\nuser-agent: troupe-health-check\n");
  BOOST_TEST(got.authority == "app.example:8080");
  BOOST_TEST(got.ended);
}

BOOST_AUTO_TEST_CASE(asks_as_it_is_told) {
  auto got = asked_by({.method = "HEAD",
                       .path = "/healthz?full",
                       .host = "inside.example",
                       .fields = {{"User-Agent", "me"}, {"X-Key", "a b"}}});
  BOOST_TEST(got.head == "HEAD /healthz?full\nuser-agent: me\nx-key: a b\n");
  BOOST_TEST(got.authority == "inside.example");
}

BOOST_AUTO_TEST_CASE(may_ask_for_the_options_of_all) {
  auto got = asked_by({.method = "OPTIONS", .path = "*"});
  BOOST_TEST(got.head == "OPTIONS *\nuser-agent: troupe-health-check\n");
}

BOOST_AUTO_TEST_CASE(says_what_is_missing) {
  auto options = http_check_options{};
  asking uut{options};
  BOOST_TEST(uut.check.missing() == "no settings of HTTP/2");
  BOOST_TEST(!uut.hear(hello).has_value());
  BOOST_TEST(uut.check.missing() == "no whole response");
}

BOOST_AUTO_TEST_CASE(takes_leave_of_what_it_has_begun) {
  auto options = http_check_options{};
  asking uut{options};
  BOOST_TEST(uut.hear(hello + head("200", false)).has_value());
  uut.check.take_leave(uut.said);
  auto all = h2::frames_of(uut.said);
  BOOST_TEST_REQUIRE(all.size() >= 2u); // the rest is for its settings
  auto& reset = all[all.size() - 2];
  BOOST_TEST((reset.what == type::rst_stream));
  BOOST_TEST(reset.payload == h2::number(8));
  BOOST_TEST((all.back().what == type::goaway));
  BOOST_TEST(all.back().payload == h2::number(0) + h2::number(0));
}

// -- bounds -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(as_much_of_a_body_comes_as_is_looked_at) {
  auto options = looks_for("ready", 1 << 20);
  asking uut{options};
  BOOST_TEST(!uut.hear(hello + head("200", false)).has_value());
  auto windows = std::size_t{65535};
  auto sent = std::size_t{0};
  auto filler = std::string(10'000, 'x');
  while (sent < 1'000'000) {
    BOOST_TEST_REQUIRE(sent + filler.size() <= windows);
    auto got = uut.hear(body(filler, false));
    BOOST_TEST_REQUIRE(!got.has_value());
    sent += filler.size();
    uut.said.clear();
    uut.pull();
    for (auto& x : h2::frames_of(uut.said))
      if (x.what == type::window_update && x.stream == 1)
        windows += h2::to_number(x.payload);
  }
  auto got = uut.hear(body("ready"));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(*got == check_passed("status and body as expected"));
}

BOOST_AUTO_TEST_CASE(a_body_without_end_is_not_read) {
  auto options = looks_for("ready", 1000);
  asking uut{options};
  uut.hear(hello + head("200", false));
  auto [got, total] = endlessly(uut, body(std::string(100, 'x'), false));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(*got == check_failed("'ready' is not in its body"));
  BOOST_TEST(total < 2000u);
}

BOOST_AUTO_TEST_CASE(a_head_without_end_is_not_read) {
  auto options = http_check_options{};
  asking uut{options};
  uut.hear(hello + frame(type::headers, 0, 1));
  auto piece = h2::block({{"x", std::string(100, 'x')}});
  auto [got, total] = endlessly(uut, frame(type::continuation, 0, 1, piece));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST((got->result == check_result::failed));
  BOOST_TEST(total < 100'000u);
}

BOOST_AUTO_TEST_CASE(a_head_that_is_too_large_is_not_kept) {
  auto options = http_check_options{};
  asking uut{options};
  auto fields = h2::field_lines{{":status", "200"}};
  for (auto i = 0; i < 400; ++i)
    fields.emplace_back("x", std::string(120, 'x'));
  auto block = h2::block(fields);
  auto wire = hello + frame(type::headers, 0, 1);
  for (; block.size() > 16'000; block.erase(0, 16'000))
    wire += frame(type::continuation, 0, 1, block.substr(0, 16'000));
  wire += frame(type::continuation, h2::end_headers, 1, block);
  auto got = uut.hear(wire);
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(*got
             == check_failed("its response is not HTTP/2: protocol_error"));
}

BOOST_AUTO_TEST_CASE(interim_responses_without_end_are_too_much) {
  auto options = looks_for("ready", 1000);
  asking uut{options};
  uut.hear(hello);
  auto [got, total] = endlessly(uut, head("103", false));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(got->why.starts_with("no end of its response after "), got->why);
  BOOST_TEST(total < 100'000u);
}

BOOST_AUTO_TEST_CASE(frames_that_carry_nothing_are_soon_too_much) {
  auto ping = frame(type::ping, 0, 0, "12345678");
  for (auto& [what, hears] :
       {std::pair{ping, true}, std::pair{ping, false}, std::pair{hello, true},
        std::pair{body("", false), true}}) {
    auto options = looks_for("ready");
    asking uut{options};
    uut.hear(hello + head("200", false));
    auto [got, total] = endlessly(uut, what, hears);
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(*got
               == check_failed("its response is not HTTP/2: the peer does too "
                               "much that leads to nothing"));
    BOOST_TEST(total < 3000u);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
