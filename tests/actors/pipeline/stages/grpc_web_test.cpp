#include "tests/support/stage.hpp"
#include "tests/support/stage_file.hpp"

#include "actors/pipeline/stages/grpc_web.hpp"

#include "codecs/base/base64.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors::stages {
namespace {

using namespace std::literals;
using codecs::to_base64;

/// A message of gRPC: its flag, its length, and its octets.
const auto message = "\0\0\0\0\5hello"s;
const auto status = "\x80\0\0\0\x10grpc-status: 0\r\n"s;

std::string chunk_of(std::string_view x) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto size = std::string{};
  for (auto n = x.size(); n > 0; n /= 16)
    size.insert(0, 1, digits[n % 16]);
  return size.append("\r\n").append(x).append("\r\n");
}

struct fixture : test::scene_fixture {
  fixture() { add_stages(pipeline{}.add(grpc_web{})); }

  void client_calls(std::string_view type, std::string_view body,
                    std::string_view more = {}) {
    auto text = std::string{"POST /a.B/C HTTP/1.1\r\nHost: a\r\n"
                            "Content-Type: "};
    text.append(type).append("\r\n").append(more);
    text.append("Content-Length: ").append(std::to_string(body.size()));
    client_sends(text.append("\r\n\r\n").append(body));
    if (!origin)
      origin = accept(house);
  }

  void origin_answers(std::string_view type) {
    auto text = std::string{"HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: "};
    text.append(type).append("\r\nTrailer: grpc-status\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n");
    origin_sends(
      text.append(chunk_of(message)).append("0\r\nGrpc-Status: 0\r\n\r\n"));
  }

  static std::string response(std::string_view type, std::string_view first,
                              std::string_view last) {
    auto text = std::string{"HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: "};
    return text.append(type)
      .append("\r\nTransfer-Encoding: chunked\r\n\r\n")
      .append(chunk_of(first))
      .append(chunk_of(last))
      .append("0\r\n\r\n");
  }
};

BOOST_FIXTURE_TEST_SUITE(grpc_web_test, fixture)

BOOST_AUTO_TEST_CASE(trailers_become_the_last_frame) {
  client_calls("application/grpc-web+proto", message);
  auto got = hear(origin, 1);
  BOOST_TEST(got.find("Content-Type: application/grpc+proto\r\n") != got.npos);
  BOOST_TEST(got.find("TE: trailers\r\n") != got.npos);
  BOOST_TEST(got.find("Content-Length: 10\r\n") != got.npos);
  BOOST_TEST(got.ends_with(message));
  origin_answers("application/grpc+proto");
  client_receives(response("application/grpc-web+proto", message, status));
}

BOOST_AUTO_TEST_CASE(text_is_base64_both_ways) {
  auto body = to_base64(message.substr(0, 4)) + to_base64(message.substr(4));
  client_calls("application/grpc-web-text+proto", body);
  auto got = hear(origin, 1);
  BOOST_TEST(got.find("Content-Type: application/grpc+proto\r\n") != got.npos);
  BOOST_TEST(got.ends_with(chunk_of(message) + "0\r\n\r\n"), got);
  origin_answers("application/grpc+proto");
  client_receives(response("application/grpc-web-text+proto",
                           to_base64(message), to_base64(status)));
}

BOOST_AUTO_TEST_CASE(what_the_client_accepts_is_what_it_gets) {
  client_calls("application/grpc-web", message,
               "Accept: application/grpc-web-text\r\n");
  hear(origin, 1);
  origin_answers("application/grpc");
  client_receives(response("application/grpc-web-text", to_base64(message),
                           to_base64(status)));
}

BOOST_AUTO_TEST_CASE(a_piece_reaches_the_client_when_it_comes) {
  client_calls("application/grpc-web-text", to_base64(message));
  hear(origin, 1);
  origin_sends("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
  hear(client, 1);
  origin_sends(chunk_of(message.substr(0, 1)));
  client_receives(chunk_of("AA=="));
}

BOOST_AUTO_TEST_CASE(a_status_in_the_head_stays_there) {
  client_calls("application/grpc-web", message);
  hear(origin, 1);
  origin_sends("HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n"
               "grpc-status: 5\r\nContent-Length: 0\r\n\r\n");
  auto got = hear(client, 1);
  BOOST_TEST(got.find("grpc-status: 5\r\n") != got.npos);
  BOOST_TEST(got.find("Content-Type: application/grpc-web\r\n") != got.npos);
  BOOST_TEST(got.ends_with("\r\n\r\n0\r\n\r\n"), got);
}

BOOST_AUTO_TEST_CASE(what_is_no_grpc_passes_as_it_is) {
  one_exchange();
  client_calls("application/grpc-web", message);
  hear(origin, 1);
  origin_sends(ok); // some proxy before the server, perhaps
  client_receives(ok);
  client_calls("application/grpc", message);
  auto got = hear(origin, 1);
  BOOST_TEST(got.find("TE: ") == got.npos);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_CASE(what_is_no_base64_is_refused) {
  for (auto body : {"AAA*", "AAAAA"}) {
    client = connect();
    origin = {};
    client_calls("application/grpc-web-text", body);
    client_receives_error(400, "malformed_request");
  }
}

BOOST_AUTO_TEST_CASE(it_has_a_name_and_no_options) {
  BOOST_TEST(test::problem_of("grpc_web") == "");
  BOOST_TEST(test::problem_of("{grpc_web: {text: on}}") != "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors::stages
