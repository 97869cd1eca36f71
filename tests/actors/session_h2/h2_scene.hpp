#pragma once

#include "tests/support/h2_peer.hpp"
#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"
#include "actors/session_h2/session_h2.hpp"

#include "codecs/http1/head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::test {

/// A client of HTTP/2, origins of HTTP/1 (one connection for each stream), and
/// a service at /service that answers at once.
class h2_scene : public scene_fixture {
protected:
  using errc = codecs::http2::errc;
  using type = h2::type;

  h2_scene() {
    add_service("/service", actors::answer_with([](auto&) {
                  return actors::http_response{
                    .status = 200, .fields = {}, .body = "served"};
                }));
  }

  // -- the client -------------------------------------------------------------

  void meet(const codecs::http2::options& wish = {}) {
    browser.emplace(join(), wish);
    settle();
  }

  /// A connection of which nothing was said yet.
  peer join() {
    auto pair = runtime::net::loopback_pair::make();
    session = actors::start_session_h2(
      home, {.socket = runtime::net::stream{std::move(pair.second)},
             .client = "192.0.2.7"});
    return peer{std::move(pair.first)};
  }

  void settle() {
    do
      scene_fixture::settle();
    while (browser && browser->move());
  }

  void pass(runtime::time::duration t) {
    clock.advance(t);
    settle();
  }

  stream_id ask(std::string_view path, std::string_view method = "GET",
                bool ends = true, std::string_view priority = {}) {
    auto head = codecs::http1::request_head{};
    head.method = codecs::http::find_method(method);
    head.method_text = method;
    head.target.text = path;
    if (!priority.empty())
      head.fields.append("priority", priority);
    auto id = browser->codec.send_request(
      head, {.scheme = "http", .authority = "a"}, ends);
    settle();
    return id;
  }
  /// Its body is to follow.
  stream_id post(std::string_view path) { return ask(path, "POST", false); }

  void send(stream_id id, std::string_view piece) {
    browser->codec.send_body(id, codecs::as_octets(piece));
    settle();
  }
  void send_end(stream_id id) {
    browser->codec.send_end(id, {});
    settle();
  }
  void reset(stream_id id, errc why = errc::cancel) {
    browser->codec.reset(id, why);
    settle();
  }
  void by_hand(std::string_view wire) {
    browser->write(wire);
    settle();
  }

  // -- what it has heard ------------------------------------------------------

  h2::seen_stream& answer(stream_id id) { return browser->seen.streams[id]; }
  int status(stream_id id) {
    auto& head = answer(id).head;
    return head.empty() ? 0 : std::stoi(head);
  }
  bool is_whole(stream_id id) {
    auto& x = answer(id);
    return x.ended && x.closed && !x.reset;
  }
  /// A page of ours for that reason.
  void is_error(stream_id id, int expected, std::string_view word) {
    BOOST_TEST(status(id) == expected);
    BOOST_TEST(answer(id).body.ends_with(": " + std::string{word} + '\n'),
               answer(id).body);
    BOOST_TEST(answer(id).ended);
  }

  void says_farewell(const std::vector<stream_id>& ids) {
    BOOST_TEST(browser->farewells() == ids, boost::test_tools::per_element());
  }

  /// Its end has come.
  bool ended() {
    settle();
    browser->line.read();
    return browser->line.state() != line::open;
  }

  // -- the rest ---------------------------------------------------------------

  peer next_origin() {
    auto next = accept(house);
    BOOST_TEST_REQUIRE(bool{next});
    settle();
    return next;
  }
  void say(peer& who, std::string_view text) {
    who.write(text);
    settle();
  }

  actors::http2_figures figures() const {
    auto result = actors::http2_figures{};
    home.http2.add_to(result);
    return result;
  }
  static std::uint64_t count(const actors::http2_tally& of, errc code) {
    return of[static_cast<std::size_t>(code)];
  }

  actors::session_h2_options& http2() { return home.here.session.http2; }

  std::optional<h2_client> browser;
};

} // namespace troupe::test
