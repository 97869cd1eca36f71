#include "tests/codecs/coding/coders.hpp"
#include "tests/support/stage_file.hpp"

#include "actors/pipeline/stages/compress.hpp"
#include "actors/pipeline/stages/decompress.hpp"
#include "actors/testkit/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

namespace troupe::actors::stages {
namespace {

namespace coding = codecs::coding;
using coding::decode_for;

const auto text = coding::some_text(20'000, 1);

struct fixture {
  fixture()
    : fixture(
      decompress_options{.requests = true, .responses = decode_for::others}) {}
  explicit fixture(const decompress_options& options) : x(decompress(options)) {
    x.upstream([this](const http_request&) { return answer; });
  }

  const testkit::seen_response& post(std::string name, std::string body) {
    x.request("POST", "/", {{"Content-Encoding", std::move(name)}},
              std::move(body));
    x.run();
    return x.response();
  }

  const testkit::seen_response& get(std::string accepted = {}) {
    auto fields = field_lines{};
    if (!accepted.empty())
      fields.emplace_back("Accept-Encoding", std::move(accepted));
    x.request("GET", "/", fields);
    x.run();
    return x.response();
  }

  http_response answer{.fields
                       = {{"Content-Encoding", "gzip"}, {"ETag", "\"a\""}},
                       .body = coding::encode(coding::kind::gzip, text)};
  testkit::exchange x;
};

/// A few octets that become 8 MiB.
std::string bomb(coding::kind x) {
  return coding::encode(x, std::string(8u << 20, ' '));
}

BOOST_FIXTURE_TEST_SUITE(decompress_test, fixture)

// -- requests -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_origin_gets_a_request_as_it_was_before_its_coding) {
  for (auto kind : coding::all_kinds)
    for (auto cut : {0u, 1u, 7u}) {
      x.cut_bodies(cut);
      post(std::string{to_string(kind)}, coding::encode(kind, text));
      auto& got = x.upstream_request();
      BOOST_TEST((got.body == text), kind);
      BOOST_TEST(got.field("Content-Encoding") == "");
      BOOST_TEST(got.field("Content-Length") == "");
    }
}

BOOST_AUTO_TEST_CASE(a_bomb_is_too_large) {
  for (auto kind : coding::all_kinds) {
    BOOST_TEST(post(std::string{to_string(kind)}, bomb(kind)).status == 413);
    BOOST_TEST(x.error().because
               == std::string{to_string(kind)}.append(": ratio_exceeded"));
  }
}

BOOST_AUTO_TEST_CASE(so_is_what_exceeds_the_size) {
  auto uut = fixture{{.limits = {.total = text.size() - 1}}};
  auto coded = coding::encode(coding::kind::br, text);
  BOOST_TEST(uut.post("br", coded).status == 413);
  auto larger = fixture{{.limits = {.total = text.size()}}};
  BOOST_TEST(larger.post("br", coded).status == 200);
}

BOOST_AUTO_TEST_CASE(what_is_not_what_it_says_it_is_is_malformed) {
  BOOST_TEST(post("gzip", "plain").status == 400);
  BOOST_TEST(x.error().because == "gzip: corrupt");
  auto half = coding::encode(coding::kind::gzip, text);
  half.resize(half.size() / 2);
  BOOST_TEST(post("gzip", half).status == 400);
  BOOST_TEST(x.error().because == "gzip: truncated");
}

BOOST_AUTO_TEST_CASE(unknown_codings_pass) {
  for (auto name : {"aes128gcm", "gzip, br"}) {
    post(name, "octets");
    BOOST_TEST(x.upstream_request().body == "octets");
    BOOST_TEST(x.upstream_request().field("Content-Encoding") == name);
    BOOST_TEST(x.upstream_request().field("Content-Length") == "6");
  }
}

BOOST_AUTO_TEST_CASE(unknown_codings_are_refused_if_told_so) {
  auto uut = fixture{{.refuse_unknown = true}};
  auto& got = uut.post("aes128gcm", "octets");
  BOOST_TEST(got.status == 415);
  BOOST_TEST(got.field("Accept-Encoding") == "zstd, br, gzip, deflate");
  BOOST_TEST(!uut.x.forwarded());
}

BOOST_AUTO_TEST_CASE(a_request_that_forbids_it_stays_as_it_is) {
  auto coded = coding::encode(coding::kind::gzip, text);
  x.request("POST", "/",
            {{"Content-Encoding", "gzip"}, {"Cache-Control", "no-transform"}},
            coded);
  x.run();
  BOOST_TEST((x.upstream_request().body == coded));
}

BOOST_AUTO_TEST_CASE(two_of_them_decode_once) {
  auto twice = testkit::exchange{decompress({}).append(decompress({}))};
  twice.request("POST", "/", {{"Content-Encoding", "gzip"}},
                coding::encode(coding::kind::gzip, text));
  twice.run();
  BOOST_TEST((twice.upstream_request().body == text));
}

// -- responses ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_client_that_does_not_accept_the_coding_gets_it_plain) {
  x.cut_bodies(100);
  auto& got = get();
  BOOST_TEST((got.body == text));
  BOOST_TEST(got.complete);
  BOOST_TEST(got.field("Content-Encoding") == "");
  BOOST_TEST(got.field("Content-Length") == "");
  BOOST_TEST(got.field("ETag") == "W/\"a\"");
  BOOST_TEST(got.field("Vary") == "Accept-Encoding");
  BOOST_TEST(get("br").body == text);
}

BOOST_AUTO_TEST_CASE(one_that_does_gets_it_as_it_came) {
  auto& got = get("gzip");
  BOOST_TEST((got.body == answer.body));
  BOOST_TEST(got.field("Content-Encoding") == "gzip");
  BOOST_TEST(got.field("ETag") == "\"a\"");
}

BOOST_AUTO_TEST_CASE(all_responses_are_decoded_if_told_so) {
  auto uut = fixture{{.responses = decode_for::everybody}};
  auto& got = uut.get("gzip, dcb");
  BOOST_TEST((got.body == text));
  BOOST_TEST(uut.x.upstream_request().field("Accept-Encoding")
             == "zstd, br, gzip");
  uut.get();
  BOOST_TEST(uut.x.upstream_request().field("Accept-Encoding") == "");
}

BOOST_AUTO_TEST_CASE(a_response_that_is_a_bomb_is_cut) {
  answer.body = bomb(coding::kind::gzip);
  auto& got = get();
  BOOST_TEST(got.cut);
  BOOST_TEST((x.error().what == proxy_errc::malformed_response));
  BOOST_TEST(x.error().because == "gzip: ratio_exceeded");
}

BOOST_AUTO_TEST_CASE(half_a_response_is_cut) {
  answer.body.resize(answer.body.size() / 2);
  BOOST_TEST(get().cut);
  BOOST_TEST((x.error().what == proxy_errc::response_incomplete));
}

BOOST_AUTO_TEST_CASE(unknown_codings_of_responses_pass_or_are_refused) {
  answer.fields = {{"Content-Encoding", "aes128gcm"}};
  BOOST_TEST((get().body == answer.body));
  auto uut
    = fixture{{.responses = decode_for::everybody, .refuse_unknown = true}};
  uut.answer.fields = answer.fields;
  BOOST_TEST(uut.get().status == 502);
}

BOOST_AUTO_TEST_CASE(the_head_is_the_same_for_head_and_304_has_no_body) {
  x.request("HEAD", "/");
  x.run();
  BOOST_TEST(x.response().field("Content-Encoding") == "");
  BOOST_TEST(x.response().field("Content-Length") == "");
  BOOST_TEST(x.response().body == "");
  answer = {.status = 304, .fields = {{"ETag", "\"a\""}}, .body = {}};
  BOOST_TEST(get().status == 304);
}

BOOST_AUTO_TEST_CASE(a_response_that_replaces_a_decoded_one_is_itself) {
  auto uut = testkit::exchange{decompress({.responses = decode_for::everybody})
                                 .response([](exchange_context& c) {
                                   return c.response().status == 200
                                            ? verdict::answer(418, "instead")
                                            : verdict::go_on();
                                 })};
  uut.upstream([this](const http_request&) { return answer; });
  uut.request("GET", "/");
  uut.run();
  BOOST_TEST(uut.response().body == "instead");
}

BOOST_AUTO_TEST_CASE(what_was_decoded_is_compressed_behind_it) {
  auto uut
    = testkit::exchange{decompress({.responses = decode_for::everybody})
                          .add(compress{{.coding = {.media_types = {"*"}}}})};
  uut.upstream([this](const http_request&) { return answer; });
  uut.request("GET", "/", {{"Accept-Encoding", "br"}});
  uut.run();
  auto& got = uut.response();
  BOOST_TEST(got.field("Content-Encoding") == "br");
  BOOST_TEST((coding::decode(coding::kind::br, got.body).text == text));
}

// -- options ------------------------------------------------------------------

using test::problem_of;

BOOST_AUTO_TEST_CASE(what_is_wrong_with_options_is_said) {
  BOOST_TEST(
    problem_of("{decompress: {request: off, response: unaccepted, ratio: 50, "
               "most: 16MiB, unknown: refuse}}")
    == "");
  BOOST_TEST(problem_of("{decompress: {most: off}}") == "");
  BOOST_TEST(problem_of("{decompress: {request: off}}")
             == "neither requests nor responses are decompressed");
  BOOST_TEST(problem_of("{decompress: {response: maybe}}")
               .starts_with("'response' should be"));
  BOOST_TEST(problem_of("{decompress: {ratio: 0}}").starts_with("'ratio'"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors::stages
