#include "tests/codecs/coding/coders.hpp"
#include "tests/support/stage.hpp"
#include "tests/support/stage_file.hpp"

#include "actors/pipeline/stages/compress.hpp"
#include "actors/testkit/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

namespace troupe::actors::stages {
namespace {

namespace coding = codecs::coding;

const auto page = coding::some_text(20'000, 1);

/// An origin that has a page, and a client that asks for it.
struct fixture {
  explicit fixture(compress_options options = {})
    : x(pipeline{}.add(compress{options})) {
    answer = {.fields = {{"Content-Type", "text/html"}, {"ETag", "\"a\""}},
              .body = page};
    x.upstream([this](const http_request&) { return answer; });
  }

  const testkit::seen_response& ask(std::string accepted = "gzip",
                                    std::string_view method = "GET") {
    auto fields = field_lines{};
    if (!accepted.empty())
      fields.emplace_back("Accept-Encoding", std::move(accepted));
    x.request(method, "/", fields);
    x.run();
    return x.response();
  }

  static bool is_page(const testkit::seen_response& got, coding::kind by) {
    return got.field("Content-Encoding") == to_string(by)
           && coding::decode(by, got.body) == coding::decoding{page, "end"};
  }
  static bool is_plain(const testkit::seen_response& got) {
    return got.field("Content-Encoding").empty() && got.body == page;
  }

  http_response answer;
  testkit::exchange x;
};

BOOST_AUTO_TEST_SUITE(compress_test)

BOOST_FIXTURE_TEST_CASE(a_client_gets_the_coding_that_it_likes_best, fixture) {
  x.cut_bodies(1000);
  BOOST_TEST(is_page(ask("gzip;q=0.5, br"), coding::kind::br));
  BOOST_TEST(is_page(ask("gzip;q=0.5, br;q=0.1"), coding::kind::gzip));
  BOOST_TEST(is_page(ask("gzip, br, zstd"), coding::kind::zstd));
  BOOST_TEST(is_plain(ask("deflate")));
  BOOST_TEST(is_plain(ask("gzip;q=0")));
  BOOST_TEST(is_plain(ask("")));
}

BOOST_FIXTURE_TEST_CASE(the_head_tells_what_became_of_the_body, fixture) {
  auto& got = ask();
  BOOST_TEST(got.field("Vary") == "Accept-Encoding");
  BOOST_TEST(got.field("ETag") == "W/\"a\"");
  BOOST_TEST(got.field("Content-Length") == "");
}

BOOST_FIXTURE_TEST_CASE(who_gets_it_plain_is_told_that_others_do_not, fixture) {
  auto& got = ask("");
  BOOST_TEST(got.field("Vary") == "Accept-Encoding");
  BOOST_TEST(got.field("ETag") == "\"a\"");
  BOOST_TEST(got.field("Content-Length") == std::to_string(page.size()));
}

BOOST_FIXTURE_TEST_CASE(the_head_is_the_same_for_head, fixture) {
  auto get = ask("gzip").fields;
  auto& got = ask("gzip", "HEAD");
  BOOST_TEST((got.fields == get));
  BOOST_TEST(got.body == "");
}

BOOST_FIXTURE_TEST_CASE(what_does_not_gain_by_it_stays_as_it_is, fixture) {
  auto same = [this](http_response x) {
    answer = std::move(x);
    auto& got = ask();
    return got.body == answer.body
           && got.field("Content-Length") == std::to_string(answer.body.size());
  };
  auto html = std::pair<std::string, std::string>{"Content-Type", "text/html"};
  BOOST_TEST(same({.fields = {html}, .body = "small"}));
  BOOST_TEST(same({.fields = {{"Content-Type", "image/png"}}, .body = page}));
  BOOST_TEST(
    same({.fields = {html, {"Content-Encoding", "br"}}, .body = page}));
  BOOST_TEST(
    same({.fields = {html, {"Cache-Control", "no-transform"}}, .body = page}));
  BOOST_TEST(same({.status = 206,
                   .fields = {html, {"Content-Range", "bytes 0-9/10"}},
                   .body = page}));
}

BOOST_FIXTURE_TEST_CASE(a_status_without_a_body_has_none, fixture) {
  for (auto status : {204, 304}) {
    answer = {.status = static_cast<codecs::http::status>(status),
              .fields = {{"Content-Type", "text/html"}, {"ETag", "\"a\""}},
              .body = {}};
    auto& got = ask();
    BOOST_TEST(got.status == status);
    BOOST_TEST(got.field("Content-Encoding") == "");
    BOOST_TEST(got.body == "");
  }
}

BOOST_AUTO_TEST_CASE(beyond_its_memory_responses_leave_as_they_are) {
  auto options = compress_options{};
  options.coding.offers = {{coding::kind::gzip, 5}};
  options.memory = 1000; // which the reader of files would not let pass
  auto uut = fixture{options};
  auto& got = uut.ask();
  BOOST_TEST(fixture::is_plain(got));
  BOOST_TEST(got.field("Vary") == "Accept-Encoding");
}

BOOST_AUTO_TEST_CASE(two_of_them_compress_once) {
  auto x = testkit::exchange{
    pipeline{}.add(compress{compress_options{}}).add(compress{{}})};
  x.upstream([](const http_request&) {
    return http_response{.fields = {{"Content-Type", "text/html"}},
                         .body = page};
  });
  x.request("GET", "/", {{"Accept-Encoding", "gzip"}});
  x.run();
  BOOST_TEST(fixture::is_page(x.response(), coding::kind::gzip));
}

BOOST_AUTO_TEST_CASE(a_response_that_replaces_a_compressed_one_is_itself) {
  auto x = testkit::exchange{pipeline{}
                               .add(compress{compress_options{}})
                               .response([](exchange_context& c) {
                                 return c.response().status == 200
                                          ? verdict::answer(418, "instead")
                                          : verdict::go_on();
                               })};
  x.upstream([](const http_request&) {
    return http_response{.fields = {{"Content-Type", "text/html"}},
                         .body = page};
  });
  x.request("GET", "/", {{"Accept-Encoding", "gzip"}});
  x.run();
  BOOST_TEST(x.response().status == 418);
  BOOST_TEST(x.response().body == "instead");
}

BOOST_AUTO_TEST_CASE(responses_of_stages_are_compressed_too) {
  auto x = testkit::exchange{
    pipeline{}.add(compress{compress_options{}}).request([](exchange_context&) {
      return verdict::answer(200, std::string{page});
    })};
  x.request("GET", "/", {{"Accept-Encoding", "gzip"}});
  x.run();
  BOOST_TEST(fixture::is_page(x.response(), coding::kind::gzip));
}

// -- streams ------------------------------------------------------------------

/// A response over a connection, as its pieces come.
struct streaming_fixture : test::scene_fixture {
  void compress_with(std::string_view head) {
    add_stages(pipeline{}.add(
      compress{{.coding = {.offers = {{coding::kind::gzip, 5}}}}}));
    client_sends("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
    origin = accept(house);
    hear(origin, 1);
    auto text = std::string{"HTTP/1.1 200 OK\r\nDate: now\r\n"};
    origin_sends(text.append(head).append("\r\n"));
    head_ = hear(client, 1);
  }

  /// What the client can read of all that it got by now.
  std::string readable() {
    auto text = hear(client);
    while (!text.empty()) { // chunk by chunk
      auto line = text.find("\r\n");
      auto size = std::stoul(text.substr(0, line), nullptr, 16);
      coded_ += text.substr(line + 2, size);
      text.erase(0, line + 2 + size + 2);
      if (size == 0)
        break;
    }
    return coding::decode(coding::kind::gzip, coded_).text;
  }

  std::string head_;
  std::string coded_;
};

BOOST_FIXTURE_TEST_CASE(what_came_reaches_the_client_when_the_origin_pauses,
                        streaming_fixture) {
  compress_with("Content-Type: text/event-stream\r\n"
                "Transfer-Encoding: chunked\r\n");
  origin_sends("9\r\ndata: 1\n\n\r\n");
  BOOST_TEST(readable() == "data: 1\n\n");
  origin_sends("9\r\ndata: 2\n\n\r\n9\r\ndata: 3\n\n\r\n");
  BOOST_TEST(readable() == "data: 1\n\ndata: 2\n\ndata: 3\n\n");
  origin_sends("0\r\n\r\n");
  readable();
  BOOST_TEST((coding::decode(coding::kind::gzip, coded_)
              == coding::decoding{"data: 1\n\ndata: 2\n\ndata: 3\n\n", "end"}));
}

BOOST_FIXTURE_TEST_CASE(pieces_that_come_together_are_flushed_once,
                        streaming_fixture) {
  compress_with("Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n");
  auto wire = std::string{};
  for (auto i = 0; i < 100; ++i)
    wire += "1\r\na\r\n";
  origin_sends(wire);
  BOOST_TEST(readable() == std::string(100, 'a'));
  BOOST_TEST(coded_.size() < 40);
}

BOOST_FIXTURE_TEST_CASE(what_is_announced_in_length_waits_for_its_end,
                        streaming_fixture) {
  compress_with("Content-Type: text/plain\r\nContent-Length: 2000\r\n");
  origin_sends(std::string(1000, 'a'));
  BOOST_TEST(readable() == "");
  origin_sends(std::string(1000, 'b'));
  BOOST_TEST(readable() == std::string(1000, 'a') + std::string(1000, 'b'));
}

BOOST_FIXTURE_TEST_CASE(trailers_survive_but_for_digests, streaming_fixture) {
  compress_with("Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
                "Trailer: X-Time\r\n");
  BOOST_TEST(head_.find("Content-Encoding: gzip\r\n") != head_.npos);
  origin_sends("1\r\na\r\n0\r\nContent-Digest: sha-256=:AA==:\r\n"
               "X-Time: 3\r\n\r\n");
  auto got = hear(client, 1);
  BOOST_TEST(got.ends_with("\r\n0\r\nX-Time: 3\r\n\r\n"), got);
}

// -- options ------------------------------------------------------------------

using test::problem_of;

BOOST_AUTO_TEST_CASE(what_is_wrong_with_options_is_said) {
  BOOST_TEST(
    problem_of("{compress: {codings: [{gzip: 6}, br, deflate], least: 4KiB, "
               "types: [text/*], memory: 8MiB}}")
    == "");
  BOOST_TEST(problem_of("{compress: {codings: [{gzip: 10}]}}")
             == "level 10 of gzip is not in 1 to 9");
  BOOST_TEST(problem_of("{compress: {codings: [gzip, gzip]}}")
             == "gzip is offered twice");
  BOOST_TEST(problem_of("{compress: {codings: [lzma]}}")
             == "'coding' should be zstd, br, gzip or deflate, or one of them "
                "and its level, not 'lzma'");
  BOOST_TEST(problem_of("{compress: {types: [text]}}")
             == "'text' is no media type");
  BOOST_TEST(problem_of("{compress: {memory: 1MiB}}")
             == "zstd at level 3 needs 2041 KiB of memory");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors::stages
