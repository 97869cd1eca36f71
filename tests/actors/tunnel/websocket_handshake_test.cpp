#include "actors/tunnel/websocket_handshake.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

struct counted final : codecs::http::random_source {
  std::uint64_t next() override { return ++last; }
  std::uint64_t last = 0;
};

BOOST_AUTO_TEST_SUITE(websocket_handshake_test)

BOOST_AUTO_TEST_CASE(the_answer_of_the_rfc) { // RFC 6455 section 1.3
  BOOST_TEST(websocket_accept("dGhlIHNhbXBsZSBub25jZQ==")
             == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

BOOST_AUTO_TEST_CASE(a_connect_becomes_an_upgrade) {
  using codecs::fields::name;
  auto random = counted{};
  auto head = codecs::http1::request_head{};
  head.method = codecs::http::method::connect;
  head.method_text = "CONNECT";
  head.framing.kind = codecs::http::body_kind::chunked;
  auto key = ask_by_upgrade(head, random);
  BOOST_TEST(head.method_text == "GET");
  BOOST_TEST((head.framing.kind == codecs::http::body_kind::none));
  BOOST_TEST(head.wants_upgrade);
  BOOST_TEST(head.fields.get(name::upgrade) == "websocket");
  BOOST_TEST(head.fields.find("Sec-WebSocket-Key")->value == key);
  BOOST_TEST(key == "AQAAAAAAAAACAAAAAAAAAA==");
  BOOST_TEST(ask_by_upgrade(head, random) != key);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
