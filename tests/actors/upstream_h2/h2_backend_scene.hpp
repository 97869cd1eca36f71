#pragma once

#include "tests/support/h2_peer.hpp"
#include "tests/support/stage.hpp"

#include "actors/upstream_h2/upstream_h2.hpp"

#include <caf/event_based_actor.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::test {

/// What an exchange is to its stream: writes what it is told to, and down what
/// comes.
class stream_user final : private runtime::loop::io_handler {
public:
  stream_user(actors::connection_ptr x, runtime::loop::event_loop& loop)
    : line(std::move(x)), loop_(loop) {
    line->holder(this);
  }
  ~stream_user() { drop(); }

  void ask(codecs::http::method how, std::string_view head) {
    line->begin(how);
    if (!outline.empty())
      line->outline(outline);
    write(head);
  }
  runtime::net::io_state write(std::string_view text) {
    return line->write(codecs::as_octets(text)).state;
  }
  void drop() {
    if (line)
      line->holder(nullptr);
    line.reset();
  }

  void read() {
    while (!lost && line->may_read()) {
      auto got = line->read(loop_.scratch());
      if (got.state != runtime::net::io_state::done)
        lost = line->meaning_of(got.error);
      else
        digest();
    }
  }

  actors::connection_ptr line;
  codecs::http1::request_outline outline; ///< of what is asked; usually none
  bool reads = true;                      ///< whenever it is told to
  bool was_told_of_room = false;

  std::vector<int> interims;
  int status = 0;
  std::string body;
  std::string trailers;
  bool ended = false;
  std::optional<actors::failure> lost;

private:
  void on_ready(runtime::loop::readiness what) override {
    was_told_of_room = was_told_of_room || what.writable;
    if (reads)
      read();
  }

  void digest() {
    auto head = codecs::http1::response_head{};
    auto last = codecs::fields::map{};
    while (true) {
      auto step = line->feed({}, head, last);
      BOOST_TEST_REQUIRE(step.ok());
      if (std::holds_alternative<codecs::http1::need_more>(step->event))
        return;
      if (auto* x = std::get_if<codecs::http1::body_slice>(&step->event)) {
        body += codecs::as_text(x->bytes);
      } else if (std::holds_alternative<codecs::http1::message_end>(
                   step->event)) {
        ended = true;
        trailers = h2::text_of(last);
      } else if (codecs::http::is_interim(head.status)) {
        interims.push_back(head.status);
      } else {
        status = head.status;
      }
    }
  }

  runtime::loop::event_loop& loop_;
};

/// One backend that speaks HTTP/2, and who uses its connection.
class h2_backend_scene : public stage_fixture {
protected:
  using errc = codecs::http2::errc;
  using type = h2::type;
  using io_state = runtime::net::io_state;
  using proxy_errc = actors::proxy_errc;
  using slot = std::shared_ptr<std::optional<actors::connection_lease>>;

  h2_backend_scene() {
    wish.speaks = {.h1 = false, .h2 = true};
    wish.http2_counts = &home.upstream_http2;
  }

  // -- the connection ---------------------------------------------------------

  /// With a backend that has told its settings.
  void meet(const codecs::http2::options& backend_options = {}) {
    auto answer = lease();
    greet(backend_options);
    BOOST_TEST_REQUIRE(answer->has_value());
    BOOST_TEST_REQUIRE(bool{(*answer)->connection});
  }

  /// Asks the pool for one, and keeps it where the test can see it.
  slot lease() {
    if (!upstream) {
      upstream = &add_upstream();
      add_backend(*upstream, house.address, wish);
    }
    auto answer = std::make_shared<std::optional<actors::connection_lease>>();
    actors::spawn_pinned<lessee>(unit, shelf().pool, answer);
    settle();
    return answer;
  }

  void greet(const codecs::http2::options& backend_options = {}) {
    auto next = accept(house);
    BOOST_TEST_REQUIRE(bool{next});
    backend.emplace(std::move(next), backend_options);
    settle();
  }

  actors::connection_shelf& shelf() { return upstream->backends()[0]->shelf(); }
  bool has_room() { return bool{shelf().take_stream()}; }

  void settle() {
    do
      stage_fixture::settle();
    while (backend && backend->move());
  }

  void pass(runtime::time::duration t) {
    clock.advance(t);
    settle();
  }

  // -- requests ---------------------------------------------------------------

  stream_user& get() {
    return ask(codecs::http::method::get, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  /// Its body is to follow, in chunks.
  stream_user& post() {
    return ask(codecs::http::method::post,
               "POST / HTTP/1.1\r\nHost: a\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
  }
  stream_user& ask(codecs::http::method how, std::string_view head,
                   codecs::http1::request_outline outline = {}) {
    auto stream = shelf().take_stream();
    BOOST_TEST_REQUIRE(bool{stream});
    auto& x = users.emplace_back(std::move(stream), loop);
    x.outline = std::move(outline);
    x.ask(how, head);
    settle();
    return x;
  }

  static std::string chunk(std::size_t size) {
    auto digits = std::string{};
    for (auto n = size; n > 0; n /= 16)
      digits.insert(digits.begin(), "0123456789abcdef"[n % 16]);
    return digits + "\r\n" + std::string(size, 'x') + "\r\n";
  }

  void is_lost(const stream_user& x, proxy_errc what) {
    BOOST_TEST_REQUIRE(x.lost.has_value());
    BOOST_TEST(to_string(x.lost->what) == to_string(what));
    BOOST_TEST(!x.ended);
  }

  // -- the backend ------------------------------------------------------------

  void begin_response(stream_id id, int status = 200, bool ends = false) {
    auto head = codecs::http1::response_head{};
    head.status = static_cast<codecs::http::status>(status);
    if (status / 100 == 1)
      backend->codec.send_interim(id, head);
    else
      backend->codec.send_head(id, head, ends);
    settle();
  }
  void send(stream_id id, std::string_view piece) {
    backend->codec.send_body(id, codecs::as_octets(piece));
    settle();
  }
  void respond(stream_id id, std::string_view body = "well") {
    begin_response(id);
    backend->codec.send_body(id, codecs::as_octets(body));
    backend->codec.send_end(id, {});
    settle();
  }
  void by_hand(std::string_view wire) {
    backend->write(wire);
    settle();
  }
  void says_farewell(stream_id last, errc why = errc::no_error) {
    by_hand(h2::frame(type::goaway, 0, 0,
                      h2::number(static_cast<std::uint32_t>(last))
                        + h2::number(static_cast<std::uint32_t>(why))));
  }

  /// Its connection has come to its end.
  bool ended() {
    settle();
    backend->line.read();
    return backend->line.state() != line::open;
  }

  actors::http2_figures figures() const {
    auto result = actors::http2_figures{};
    home.upstream_http2.add_to(result);
    return result;
  }
  static std::uint64_t count(const actors::http2_tally& of, errc code) {
    return of[static_cast<std::size_t>(code)];
  }

  /// Asks for one connection, and is gone.
  class lessee final : public actors::pinned<caf::event_based_actor> {
  public:
    lessee(caf::actor_config& cfg, actors::pool_actor pool, slot answer)
      : pinned(cfg), pool_(std::move(pool)), answer_(std::move(answer)) {
      // nop
    }

    caf::behavior make_behavior() override {
      request(pool_, caf::infinite, actors::lease_connection{})
        .then([this](actors::connection_lease& x) { *answer_ = std::move(x); });
      return {};
    }

  private:
    actors::pool_actor pool_;
    slot answer_;
  };

  actors::pool_options wish;
  origin_house house = build_house();
  actors::upstream_here* upstream = nullptr;
  std::optional<h2_origin> backend;
  std::list<stream_user> users;
};

} // namespace troupe::test
