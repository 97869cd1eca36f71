#include "actors/mirror/request_copy.hpp"

#include "codecs/http1/request_decoder.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

namespace troupe::actors {
namespace {

namespace http = codecs::http;
namespace http1 = codecs::http1;

/// The copy of a head whose own octets are gone by then.
std::unique_ptr<request_copy> copy_of(std::string text) {
  const auto limits = http1::limits{};
  auto decoder = http1::request_decoder{limits};
  auto head = http1::request_head{};
  auto trailers = codecs::fields::map{};
  auto step = decoder.feed(codecs::as_octets(text), head, trailers);
  BOOST_TEST_REQUIRE(step.ok());
  auto client = std::string{"192.0.2.1"};
  auto made = std::make_unique<request_copy>(
    head, client_info{.address = client}, mirror_ledger::permit{});
  text.assign(text.size(), 'x');
  client.assign(client.size(), 'x');
  return made;
}

BOOST_AUTO_TEST_SUITE(request_copy_test)

BOOST_AUTO_TEST_CASE(has_all_of_the_request_and_owns_it) {
  auto x = copy_of("PATCH /a?b HTTP/1.1\r\nHost: a.test:81\r\nX-A: 1\r\n"
                   "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  auto& head = x->head();
  BOOST_TEST((head.method == http::method::patch));
  BOOST_TEST(head.method_text == "PATCH");
  BOOST_TEST(head.target.path == "/a");
  BOOST_TEST(head.target.query == "b");
  BOOST_TEST(head.authority == "a.test:81");
  BOOST_TEST(head.fields.find("X-A")->value == "1");
  BOOST_TEST(!head.fields.find("Expect"));
  BOOST_TEST(!head.expect_continue);
  BOOST_TEST(x->client().address == "192.0.2.1");
}

BOOST_AUTO_TEST_CASE(a_chunked_body_gets_its_length) {
  auto x = copy_of("POST / HTTP/1.1\r\nHost: a\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n");
  BOOST_TEST(x->append(codecs::as_octets("hel"), 5));
  BOOST_TEST(x->append(codecs::as_octets("lo"), 5));
  x->finish();
  BOOST_TEST(codecs::as_text(x->body()) == "hello");
  BOOST_TEST((x->head().framing.kind == http::body_kind::length));
  BOOST_TEST(x->head().framing.length == 5u);
  BOOST_TEST(x->head().fields.find("Content-Length")->value == "5");
  BOOST_TEST(!x->head().fields.find("Transfer-Encoding"));
}

BOOST_AUTO_TEST_CASE(a_request_without_a_body_stays_one) {
  auto x = copy_of("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  x->finish();
  BOOST_TEST((x->head().framing.kind == http::body_kind::none));
  BOOST_TEST(!x->head().fields.find("Content-Length"));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_is_refused) {
  auto x = copy_of("POST / HTTP/1.1\r\nHost: a\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n");
  BOOST_TEST(x->append(codecs::as_octets("12345"), 5));
  BOOST_TEST(!x->append(codecs::as_octets("6"), 5));
}

BOOST_AUTO_TEST_CASE(the_host_may_say_that_it_is_a_shadow) {
  auto renamed = [](const std::string& host) {
    auto x = copy_of("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    x->rename_host();
    BOOST_TEST(x->head().fields.find("Host")->value == x->head().authority);
    return std::string{x->head().authority};
  };
  BOOST_TEST(renamed("a.test") == "a.test-shadow");
  BOOST_TEST(renamed("a.test:81") == "a.test-shadow:81");
  BOOST_TEST(renamed("[::1]:81") == "[::1]:81");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
