#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"
#include "actors/pipeline/pipeline.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <memory>
#include <string>
#include <utility>

namespace troupe::actors {
namespace {

BOOST_FIXTURE_TEST_SUITE(smuggling_test, test::scene_fixture)

// The end of a body and the next request come with one read, and sending the
// body, which is kept to be sent again, fails. The origin's early answer, which
// is read then, goes into the scratch buffer where the next request lies: it
// must not take its place.
BOOST_AUTO_TEST_CASE(an_early_answer_is_never_taken_for_the_next_request) {
  constexpr std::string_view early
    = "HTTP/1.1 413 Too Large\r\nDate: now\r\nContent-Length: 38\r\n\r\n"
      "GET /stolen HTTP/1.1\r\nHost: origin\r\n\r\n";
  constexpr std::string_view next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
  auto is_upload = [](exchange_context& x) {
    return x.request().method == codecs::http::method::put;
  };
  // All of it comes while the head is on its way: before the loop looks at its
  // sockets again, and at the client's before the origin's.
  auto stages = pipeline{};
  stages
    .request([&](exchange_context& x) {
      if (is_upload(x))
        client.write(std::string{"abc"}.append(next));
    })
    .connected([&](exchange_context& x) {
      if (is_upload(x))
        caf::anon_send(*home.here.services.front(),
                       serve{std::make_shared<http_request>()});
    });
  options().retries.on_reset = true;
  add_stages(stages);
  add_service("/never", answer_with([&](const http_request&) {
                auto came = runtime::net::accept_from(house.socket);
                origin = test::peer{std::move(came->socket)};
                origin.write(early);
                origin.close();
                return http_response{};
              }));
  // So much waits for the client to be read that its socket takes more, but is
  // not announced as writable: or else the answer would be looked for first.
  constexpr auto much = std::size_t{60'000};
  client_sends(get);
  origin_receives(get);
  origin_sends("HTTP/1.1 200 OK\r\nDate: now\r\nConnection: close\r\n"
               "Content-Length: "
               + std::to_string(much) + "\r\n\r\n" + std::string(much, 'x'));
  origin.close();
  client_sends("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
  BOOST_TEST(hear(client, much).ends_with(early));
  origin_receives(next);
  origin_sends(ok);
  client_receives(ok);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
