#include "tests/codecs/http1/transcript.hpp"

#include "codecs/http1/head.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace troupe::codecs::http1 {
namespace {

BOOST_AUTO_TEST_SUITE(head_test)

BOOST_AUTO_TEST_CASE(a_request_outlives_the_octets_it_was_moved_away_from) {
  auto wire = std::string{"GET http://b/p?q HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n"};
  request_head head;
  fields::map trailers;
  limits bounds;
  request_decoder decoder{bounds};
  BOOST_TEST_REQUIRE(decoder.feed(as_octets(wire), head, trailers).ok());
  head.fields.append("Via", "1.1 troupe");
  auto elsewhere = wire;
  head.rebase(wire, elsewhere.data());
  std::fill(wire.begin(), wire.end(), '!');
  BOOST_TEST(head.method_text == "GET");
  BOOST_TEST(head.target.text == "http://b/p?q");
  BOOST_TEST(head.target.scheme == "http");
  BOOST_TEST(head.target.authority == "b");
  BOOST_TEST(head.target.path == "/p");
  BOOST_TEST(head.target.query == "q");
  BOOST_TEST(head.authority == "b");
  BOOST_TEST(text_of(head.fields) == " {Host: a} {X: } {Via: 1.1 troupe}");
}

BOOST_AUTO_TEST_CASE(an_authority_that_lies_elsewhere_stays) {
  request_head head;
  auto mine = std::string{"c.test"};
  head.authority = mine;
  auto wire = std::string{"wire"};
  auto elsewhere = wire;
  head.rebase(wire, elsewhere.data());
  BOOST_TEST(head.authority == "c.test");
}

BOOST_AUTO_TEST_CASE(a_response_outlives_the_octets_it_was_moved_away_from) {
  auto wire = std::string{"HTTP/1.1 200 Fine\r\nServer: a\r\n\r\n"};
  response_head head;
  fields::map trailers;
  limits bounds;
  response_decoder decoder{bounds};
  decoder.begin(http::method::get);
  BOOST_TEST_REQUIRE(decoder.feed(as_octets(wire), head, trailers).ok());
  auto elsewhere = wire;
  head.rebase(wire, elsewhere.data());
  std::fill(wire.begin(), wire.end(), '!');
  BOOST_TEST(head.reason == "Fine");
  BOOST_TEST(text_of(head.fields) == " {Server: a}");
}

BOOST_AUTO_TEST_CASE(clear_leaves_nothing_behind) {
  request_head request;
  request.keep_alive = request.wants_upgrade = true;
  request.target.path = "/";
  request.fields.append("A", "b");
  request.clear();
  BOOST_TEST(!request.keep_alive);
  BOOST_TEST(!request.wants_upgrade);
  BOOST_TEST(request.target.path.empty());
  BOOST_TEST(request.fields.empty());
  response_head response;
  response.status = 200;
  response.keep_alive = true;
  response.clear();
  BOOST_TEST(response.status == 0);
  BOOST_TEST(!response.keep_alive);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http1
