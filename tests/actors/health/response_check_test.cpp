#include "actors/health/response_check.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

static std::ostream& operator<<(std::ostream& out, const check_verdict& x) {
  static constexpr const char* words[] = {"passed", "failed", "undecided"};
  return out << words[static_cast<int>(x.result)] << ": " << x.why;
}

namespace {

namespace data = boost::unit_test::data;

http_check_options looks_for(std::string body, std::size_t max_body = 65536) {
  auto result = http_check_options{};
  result.body = std::move(body);
  result.max_body = max_body;
  return result;
}

http_check_options matches(std::string_view expression) {
  auto result = http_check_options{};
  result.body_matches = *runtime::text::pattern::compile(expression);
  return result;
}

http_check_options expects(std::vector<expected_statuses> all) {
  auto result = http_check_options{};
  result.expect = std::move(all);
  return result;
}

/// A response, after which the backend closes.
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
  {"usual",
   {},
   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
   check_passed("status 200")},
  {"redirect",
   {},
   "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
   check_passed("status 302")},
  {"overload",
   {},
   "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
   check_failed("status 503")},
  {"old_version", {}, "HTTP/1.0 200 OK\r\n\r\nok", check_passed("status 200")},
  {"other_expectations", expects({{204, 204}, {400, 403}}),
   "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
   check_passed("status 401")},
  {"between_expectations", expects({{204, 204}, {400, 403}}),
   "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", check_failed("status 200")},
  {"interim_responses_first",
   {},
   "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
   "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
   check_passed("status 200")},
  {"another_protocol",
   {},
   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
   check_failed("status 101")},
  {"body_has_it", looks_for("ready"),
   "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nI'm ready",
   check_passed("status and body as expected")},
  {"chunked_body_has_it", looks_for("ready"),
   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
   "3\r\nrea\r\n2\r\ndy\r\n0\r\n\r\n",
   check_passed("status and body as expected")},
  {"body_until_the_end_has_it", looks_for("ready"),
   "HTTP/1.1 200 OK\r\n\r\nready", check_passed("status and body as expected")},
  {"body_lacks_it", looks_for("ready"),
   "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbusy",
   check_failed("'ready' is not in its body")},
  {"body_has_it_too_late", looks_for("ready", 7),
   "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nI'm ready",
   check_failed("'ready' is not in its body")},
  {"nothing_to_look_at", looks_for("ready"), "HTTP/1.1 204 No Content\r\n\r\n",
   check_failed("'ready' is not in its body")},
  {"bad_status_whatever_the_body", looks_for("ready"),
   "HTTP/1.1 500 Oops\r\nContent-Length: 5\r\n\r\nready",
   check_failed("status 500")},
  {"body_matches", matches("^load: [0-9]\\."),
   "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nload: 3.4",
   check_passed("status and body as expected")},
  {"body_does_not_match", matches("^load: [0-9]\\."),
   "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nload: 33.4",
   check_failed("its body does not match '^load: [0-9]\\.'")},
  {"nothing_at_all", {}, "", check_failed("closed without a response")},
  {"half_a_head",
   {},
   "HTTP/1.1 200 OK\r\nContent-",
   check_failed("closed in the middle of its response")},
  {"half_a_body", looks_for("ready"),
   "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nready",
   check_failed("closed in the middle of its response")},
  {"garbage",
   {},
   "SSH-2.0-OpenSSH_9.2\r\n",
   check_failed("its response is not HTTP/1: bad_version")},
  {"garbage_for_a_length",
   {},
   "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
   check_failed("its response is not HTTP/1: bad_content_length")},
};

check_verdict verdict_on(const http_check_options& options,
                         const std::vector<std::string_view>& pieces) {
  response_check uut{options};
  for (auto piece : pieces)
    if (auto verdict = uut.feed(codecs::as_octets(piece)))
      return *verdict;
  return uut.finish();
}

BOOST_AUTO_TEST_SUITE(response_check_test)

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

BOOST_AUTO_TEST_CASE(the_head_decides_if_nothing_is_expected_of_the_body) {
  auto options = http_check_options{};
  response_check uut{options};
  auto got = uut.feed(
    codecs::as_octets("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(*got == check_passed("status 200"));
}

BOOST_AUTO_TEST_CASE(no_more_of_a_body_is_awaited_than_is_looked_at) {
  auto options = looks_for("ready", 1000);
  response_check uut{options};
  auto filler = std::string(999, 'x');
  auto head = std::string{"HTTP/1.1 200 OK\r\n\r\n"};
  BOOST_TEST(!uut.feed(codecs::as_octets(head + filler)).has_value());
  auto got = uut.feed(codecs::as_octets("x"));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST(*got == check_failed("'ready' is not in its body"));
}

BOOST_AUTO_TEST_CASE(interim_responses_without_end_are_too_much) {
  auto options = looks_for("ready", 1000);
  response_check uut{options};
  auto rounds = 0;
  auto got = std::optional<check_verdict>{};
  while (!got && ++rounds < 10000)
    got = uut.feed(codecs::as_octets("HTTP/1.1 103 Early Hints\r\n\r\n"));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST((got->result == check_result::failed));
  BOOST_TEST(rounds < 2000);
}

BOOST_AUTO_TEST_CASE(chunk_lines_without_end_are_too_much) {
  auto options = looks_for("ready", 1000);
  response_check uut{options};
  auto got = uut.feed(
    codecs::as_octets("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
  auto chunk = "1;" + std::string(200, 'x') + "\r\na\r\n";
  auto rounds = 0;
  while (!got && ++rounds < 1000)
    got = uut.feed(codecs::as_octets(chunk));
  BOOST_TEST_REQUIRE(got.has_value());
  BOOST_TEST((got->result == check_result::failed));
  BOOST_TEST(rounds < 300);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
