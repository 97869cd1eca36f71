#include "tests/actors/health/checker_scene.hpp"
#include "tests/runtime/tls/tls_pair.hpp"
#include "tests/support/h2_peer.hpp"

#include "actors/tls/upstream_tls.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace h2 = test::h2;
using codecs::http2::errc;

/// A backend that speaks HTTP/2, and is taken for down until a check passes.
class h2_checker_fixture : public checker_fixture {
protected:
  static check_options plain_h2() {
    auto result = plain();
    result.thresholds.healthy_at_first = false;
    result.thresholds.fall = 1;
    result.speaks = {.h1 = false, .h2 = true};
    return result;
  }

  void begin(check_options options = plain_h2()) {
    spawn_uut(std::move(options));
    watch({target(1, house)});
    backend.emplace(next_check(house));
  }

  /// Until nobody has anything to say.
  void talk() {
    do
      settle();
    while (backend->move());
  }

  void respond(int status, std::string_view body = {}) {
    talk();
    BOOST_TEST_REQUIRE(backend->seen.streams.size() == 1u);
    auto head = codecs::http1::response_head{};
    head.status = static_cast<codecs::http::status>(status);
    backend->codec.send_head(1, head, body.empty());
    if (!body.empty()) {
      backend->codec.send_body(1, codecs::as_octets(body));
      backend->codec.send_end(1, {});
    }
    talk();
  }

  void by_hand(std::string_view wire) {
    talk();
    backend->write(wire);
    talk();
  }

  /// The check has said goodbye, and closed.
  void is_left() {
    talk();
    BOOST_TEST_REQUIRE(backend->farewell_code().has_value());
    BOOST_TEST((*backend->farewell_code() == errc::no_error));
    BOOST_TEST((backend->line.state() == line::ended));
  }

  std::optional<test::h2_origin> backend;
};

BOOST_FIXTURE_TEST_SUITE(health_checker_h2_test, h2_checker_fixture)

// -- up and down --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_answers_as_expected_is_up) {
  begin();
  respond(200);
  BOOST_TEST(news() == "1 up: status 200");
  BOOST_TEST(backend->seen.streams[1].head
             == "GET /\nuser-agent: troupe-health-check\n");
  BOOST_TEST(backend->seen.streams[1].authority == "localhost");
  is_left();
}

BOOST_AUTO_TEST_CASE(who_is_busy_is_down) {
  auto options = plain_h2();
  options.thresholds.healthy_at_first = true;
  begin(options);
  respond(503);
  BOOST_TEST(news() == "1 down: status 503");
  is_left();
}

BOOST_AUTO_TEST_CASE(each_check_has_a_connection_of_its_own) {
  begin();
  respond(200);
  is_left();
  backend.emplace(next_check(house));
  respond(503);
  BOOST_TEST(news() == "1 up: status 200, 1 down: status 503");
  is_left();
}

BOOST_AUTO_TEST_CASE(a_body_may_have_to_match) {
  auto options = plain_h2();
  options.http.body = "ready";
  begin(options);
  respond(200, "I'm ready");
  BOOST_TEST(news() == "1 up: status and body as expected");
}

BOOST_AUTO_TEST_CASE(a_body_that_nobody_looks_at_is_not_awaited) {
  begin();
  talk();
  auto head = codecs::http1::response_head{};
  head.status = 200;
  backend->codec.send_head(1, head, false);
  talk();
  BOOST_TEST(news() == "1 up: status 200");
  BOOST_TEST((backend->reset_of(1) == errc::cancel));
  is_left();
}

// -- what backends do ---------------------------------------------------------

class up_at_first : public h2_checker_fixture {
protected:
  up_at_first() { wish.thresholds.healthy_at_first = true; }

  check_options wish = plain_h2();
};

BOOST_FIXTURE_TEST_CASE(who_resets_the_stream_is_down, up_at_first) {
  begin(wish);
  by_hand(h2::frame(h2::type::rst_stream, 0, 1, h2::number(2)));
  BOOST_TEST(news() == "1 down: RST_STREAM, internal_error");
  is_left();
}

BOOST_FIXTURE_TEST_CASE(who_goes_away_is_down, up_at_first) {
  begin(wish);
  by_hand(h2::frame(h2::type::goaway, 0, 0, h2::number(0) + h2::number(11)));
  BOOST_TEST(news() == "1 down: GOAWAY, enhance_your_calm");
  is_left();
}

BOOST_AUTO_TEST_CASE(who_goes_away_when_it_has_answered_is_up) {
  begin();
  by_hand(h2::frame(h2::type::goaway, 0, 0, h2::number(1) + h2::number(0)));
  respond(200);
  BOOST_TEST(news() == "1 up: status 200");
}

BOOST_FIXTURE_TEST_CASE(who_says_nothing_has_no_settings, up_at_first) {
  begin(wish);
  backend->writes = false;
  talk();
  pass(2s - 60ms);
  BOOST_TEST(news() == "");
  pass(70ms);
  BOOST_TEST(news() == "1 down: no settings of HTTP/2 within 2s");
  is_left();
}

BOOST_FIXTURE_TEST_CASE(who_never_answers_is_late_and_told_so, up_at_first) {
  begin(wish);
  talk();
  pass(2010ms);
  BOOST_TEST(news() == "1 down: no whole response within 2s");
  talk();
  BOOST_TEST((backend->reset_of(1) == errc::cancel));
  is_left();
}

BOOST_FIXTURE_TEST_CASE(who_closes_at_once_has_no_settings, up_at_first) {
  begin(wish);
  backend->writes = false;
  talk();
  backend->line.close();
  BOOST_TEST(news() == "1 down: closed without settings of HTTP/2");
}

BOOST_FIXTURE_TEST_CASE(who_speaks_http_1_is_down, up_at_first) {
  begin(wish);
  backend->writes = false;
  talk();
  say(backend->line, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  BOOST_TEST(news().starts_with("1 down: its response is not HTTP/2: "));
  talk();
  BOOST_TEST((backend->line.state() == line::ended));
}

BOOST_FIXTURE_TEST_CASE(a_body_without_end_is_not_read, up_at_first) {
  wish.http.body = "ready";
  wish.http.max_body = 1024;
  begin(wish);
  talk();
  auto head = codecs::http1::response_head{};
  head.status = 200;
  backend->codec.send_head(1, head, false);
  backend->codec.send_body(1, codecs::as_octets(std::string(60'000, 'x')));
  talk();
  BOOST_TEST(news() == "1 down: 'ready' is not in its body");
  BOOST_TEST((backend->line.state() != line::open));
}

BOOST_FIXTURE_TEST_CASE(who_answers_octet_by_octet_is_late, up_at_first) {
  wish.http.body = "ready";
  begin(wish);
  talk();
  auto head = codecs::http1::response_head{};
  head.status = 200;
  backend->codec.send_head(1, head, false);
  auto told = std::string{};
  for (auto i = 0; i < 50 && told.empty(); ++i) {
    backend->codec.send_body(1, codecs::as_octets("x"));
    talk();
    pass(60ms);
    told = news();
  }
  BOOST_TEST(told == "1 down: no whole response within 2s");
}

BOOST_AUTO_TEST_CASE(ends_in_the_middle_of_a_check) {
  begin();
  talk();
  stop();
  talk();
  BOOST_TEST((backend->line.state() == line::ended));
  pass(1h); // and nothing rings
  BOOST_TEST(news() == "");
}

BOOST_AUTO_TEST_SUITE_END()

// -- TLS ----------------------------------------------------------------------

/// A backend over TLS, by hand.
class tls_checker_fixture : public checker_fixture,
                            public runtime::tls::tls_fixture {
protected:
  using tls_pair = runtime::tls::tls_pair;

  void begin(std::vector<std::string> there, http_versions here) {
    server_wish.protocol.protocols = std::move(there);
    change_server();
    auto options = plain();
    options.thresholds.healthy_at_first = healthy_at_first;
    options.speaks = here;
    auto made
      = upstream_tls::make({.client = {.protocol = {.protocols = offered(here)},
                                       .trust = {.authorities = trust_file}},
                            .identity = {},
                            .name = "a.example",
                            .announced = {}});
    BOOST_TEST_REQUIRE(made.ok());
    options.tls = *made;
    spawn_uut(options);
    watch({target(1, house)});
    for (auto i = 0; i < patience && !backend; ++i) {
      pass(50ms);
      if (auto next = runtime::net::accept_from(house.socket))
        backend = runtime::net::stream{std::move(next->socket)};
    }
    BOOST_TEST_REQUIRE(bool{backend});
    backend.encrypt(server().accept());
    for (auto i = 0; i < 10; ++i) {
      settle();
      tls_pair::shake(backend);
    }
    settle();
  }

  static std::vector<std::string> offered(http_versions x) {
    auto result = std::vector<std::string>{};
    if (x.h2)
      result.emplace_back("h2");
    if (x.h1)
      result.emplace_back("http/1.1");
    return result;
  }

  void says(std::string_view text) {
    tls_pair::write(backend, text);
    settle();
  }

  bool healthy_at_first = false;
  runtime::net::stream backend;
};

constexpr auto both = http_versions{.h1 = true, .h2 = true};
constexpr auto h2_only = http_versions{.h1 = false, .h2 = true};

BOOST_FIXTURE_TEST_SUITE(health_checker_alpn_test, tls_checker_fixture)

BOOST_AUTO_TEST_CASE(a_backend_may_choose_http_2) {
  for (auto here : {both, h2_only}) {
    begin({"h2", "http/1.1"}, here);
    auto heard = tls_pair::read(backend);
    BOOST_TEST(heard.starts_with(h2::preface));
    auto seen = h2::server_side{};
    auto codec = codecs::http2::server{{}, seen};
    codec.feed(codecs::as_octets(heard), {});
    BOOST_TEST_REQUIRE(seen.streams.size() == 1u);
    BOOST_TEST(seen.streams[1].authority == "localhost");
    says(h2::frame(h2::type::settings, 0, 0)
         + h2::head_of({{":status", "204"}}));
    BOOST_TEST(news() == "1 up: status 204");
    auto last = h2::frames_of(tls_pair::read(backend));
    BOOST_TEST_REQUIRE(!last.empty());
    BOOST_TEST((last.back().what == h2::type::goaway));
    stop();
    backend.close();
    house = build_house();
  }
}

BOOST_AUTO_TEST_CASE(a_backend_may_choose_http_1) {
  for (auto& there :
       {std::vector<std::string>{"http/1.1"}, std::vector<std::string>{}}) {
    begin(there, both);
    BOOST_TEST(tls_pair::read(backend).starts_with("GET / HTTP/1.1\r\n"));
    says(good);
    BOOST_TEST(news() == "1 up: status 200");
    stop();
    backend.close();
    house = build_house();
  }
}

BOOST_AUTO_TEST_CASE(who_does_not_agree_on_it_fails) {
  healthy_at_first = true;
  begin({}, h2_only);
  BOOST_TEST(news() == "1 down: it does not speak h2");
  BOOST_TEST(tls_pair::read(backend) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
