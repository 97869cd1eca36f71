#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"
#include "actors/listener/handshake.hpp"
#include "actors/listener/listener.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/tls/client_context.hpp"
#include "runtime/tls/issue.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace tls = runtime::tls;

tls::issued issue(const std::string& name) {
  auto now = std::chrono::system_clock::now();
  auto made = tls::issue({.common_name = name,
                          .names = {name},
                          .addresses = {},
                          .not_before = now - 1h,
                          .not_after = now + 1h});
  BOOST_TEST_REQUIRE(made.ok());
  return *std::move(made);
}

/// A client that speaks TLS, and whose octets the test carries.
class secure_client {
public:
  secure_client() {
    auto pair = runtime::net::loopback_pair::make();
    near_ = runtime::net::stream{std::move(pair.first)};
    far_ = test::peer{std::move(pair.second)};
    auto made = tls::client_context::make({.verify = false});
    BOOST_TEST_REQUIRE(made.ok());
    near_.encrypt((*made)->connect("a.example"));
  }

  tls::handshake_state shake_hands() {
    near_.note({.readable = true, .writable = true});
    auto how = near_.encryption()->handshake(near_.under());
    near_.update();
    return how;
  }

  tls::agreement agreed() const { return near_.encryption()->agreed(); }

  void send(std::string_view text) { near_.write(codecs::as_octets(text)); }

  std::string receive() {
    auto room = std::array<std::byte, 65536>{};
    near_.note({.readable = true});
    auto got = near_.read(room);
    return std::string{codecs::as_text(std::span{room}.first(got.octets))};
  }

  /// On their way to the server.
  std::string take() {
    far_.read();
    return far_.take();
  }
  void bring(std::string_view octets) { far_.write(octets); }

private:
  runtime::net::stream near_;
  test::peer far_;
};

/// A listener that speaks TLS.
class handshake_fixture : public test::stage_fixture {
protected:
  handshake_fixture() {
    home.guests.everywhere = &everywhere;
    add_service("/", answer_with([](const http_request&) {
                  return http_response{
                    .status = 200, .fields = {}, .body = "well"};
                }));
    auto pair = issue("a.example");
    files.write("pair.pem", pair.certificate + pair.key);
    auto path = (files.path() / "pair.pem").string();
    options.certificates.push_back(
      {.files = {.certificate = path, .key = path}});
  }

  ~handshake_fixture() {
    caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
    settle();
    home.guests.stop();
    settle();
    BOOST_TEST(everywhere == 0u);
    home.guests.everywhere = nullptr;
  }

  test::peer knock() {
    if (!uut) {
      auto made = tls_front::make(options);
      BOOST_TEST_REQUIRE(made.ok());
      front = *made;
      uut = spawn_pinned<listener>(unit, listener_part{.socket = &house.socket,
                                                       .home = &home,
                                                       .front = front.get(),
                                                       .on_stopped = [] {}});
    }
    settle();
    auto begun = runtime::net::begin_connect(house.address, {});
    BOOST_TEST_REQUIRE(begun.ok());
    settle();
    return test::peer{std::move(begun->socket)};
  }

  /// Carries what both have to say, in pieces of that size, until neither says
  /// anything or the client has what it wants.
  tls::handshake_state introduce(secure_client& client, test::peer& server,
                                 std::size_t piece = 100'000) {
    auto how = tls::handshake_state::waits;
    for (auto turns = 0; turns < 10; ++turns) {
      if (how == tls::handshake_state::waits)
        how = client.shake_hands();
      auto octets = client.take();
      for (std::size_t at = 0; at < octets.size(); at += piece)
        say(server, std::string_view{octets}.substr(at, piece));
      auto answer = hear(server);
      client.bring(answer);
      if (octets.empty() && answer.empty())
        break;
    }
    return how;
  }

  std::string ask(secure_client& client, test::peer& server) {
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    say(server, client.take());
    client.bring(hear(server));
    return client.receive();
  }

  std::uint64_t failures(tls::errc what) const {
    return front->counters.read().failed[static_cast<std::size_t>(what)];
  }

  test::scratch_directory files;
  tls_options options;
  std::shared_ptr<tls_front> front;
  test::origin_house house = build_house();
  listener_actor uut;
  std::atomic<std::size_t> everywhere = 0;
};

BOOST_FIXTURE_TEST_SUITE(handshake_test, handshake_fixture)

BOOST_AUTO_TEST_CASE(a_session_begins_when_hands_are_shaken) {
  for (auto piece : {100'000u, 1u}) {
    auto server = knock();
    auto client = secure_client{};
    BOOST_TEST(
      (introduce(client, server, piece) == tls::handshake_state::done));
    BOOST_TEST(client.agreed().version == "TLSv1.3");
    auto got = ask(client, server);
    BOOST_TEST(got.starts_with("HTTP/1.1 200 "), got);
    BOOST_TEST(got.ends_with("\r\n\r\nwell"), got);
  }
  BOOST_TEST(front->counters.read().tls_1_3 == 2u);
}

BOOST_AUTO_TEST_CASE(stages_read_what_was_agreed_on) {
  auto seen = std::string{};
  auto stages = pipeline{};
  stages.request([&](exchange_context& x) {
    auto* channel = x.client().tls;
    BOOST_TEST_REQUIRE(channel);
    seen = std::string{x.client().scheme} + ' ' + channel->agreed().server_name;
  });
  add_stages(stages);
  auto server = knock();
  auto client = secure_client{};
  introduce(client, server);
  BOOST_TEST(ask(client, server).starts_with("HTTP/1.1 200 "));
  BOOST_TEST(seen == "https a.example");
  home.here.targets.back().stages = nullptr;
}

BOOST_AUTO_TEST_CASE(who_does_not_come_to_an_end_is_not_waited_for) {
  auto quiet = test::silence{};
  auto silent = knock();
  auto slow = knock();
  auto client = secure_client{};
  client.shake_hands();
  say(slow, client.take().substr(0, 40));
  pass(9s);
  BOOST_TEST(home.guests.size() == 2u);
  pass(2s);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST((state_of(silent) != test::peer::line::open));
  BOOST_TEST(front->counters.read().timed_out == 2u);
}

BOOST_AUTO_TEST_CASE(plain_http_is_answered) {
  auto quiet = test::silence{};
  auto client = knock();
  say(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  auto got = hear(client);
  BOOST_TEST(got.starts_with("HTTP/1.1 400 "), got);
  BOOST_TEST(got.find("HTTPS") != got.npos);
  BOOST_TEST((client.state() == test::peer::line::ended));
  BOOST_TEST(failures(tls::errc::plain_http) == 1u);
  client.close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(who_is_refused_and_stays_is_cut_off) {
  auto quiet = test::silence{};
  auto client = knock();
  say(client, std::string(200, '\x01'));
  BOOST_TEST(home.guests.size() == 1u);
  BOOST_TEST(failures(tls::errc::not_tls) == 1u);
  pass(1100ms);
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_certificate_may_come_later) {
  auto asked = std::string{};
  auto answer = identity_answer{};
  options.supplier = [&](const std::string& name, identity_answer x) {
    asked = name;
    answer = std::move(x);
  };
  auto server = knock();
  auto client = secure_client{};
  BOOST_TEST((introduce(client, server) == tls::handshake_state::waits));
  BOOST_TEST(asked == "a.example");
  auto late = issue("late.example");
  answer(*tls::identity::from_pem(late.certificate, late.key));
  BOOST_TEST((introduce(client, server) == tls::handshake_state::done));
  BOOST_TEST(client.agreed().peer->subject == "CN=late.example");
  BOOST_TEST(ask(client, server).starts_with("HTTP/1.1 200 "));
}

BOOST_AUTO_TEST_CASE(without_a_certificate_there_is_no_connection) {
  auto quiet = test::silence{};
  auto answer = identity_answer{};
  options.supplier
    = [&](const std::string&, identity_answer x) { answer = std::move(x); };
  auto server = knock();
  auto client = secure_client{};
  introduce(client, server);
  answer(std::nullopt);
  BOOST_TEST((introduce(client, server) == tls::handshake_state::failed));
  BOOST_TEST(failures(tls::errc::no_identity) == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_too_late_is_nobodys) {
  auto quiet = test::silence{};
  auto answer = identity_answer{};
  options.supplier
    = [&](const std::string&, identity_answer x) { answer = std::move(x); };
  {
    auto server = knock();
    auto client = secure_client{};
    introduce(client, server);
  } // it does not wait
  settle();
  pass(11s);
  BOOST_TEST(home.guests.size() == 0u);
  answer(std::nullopt);
  settle();
}

BOOST_AUTO_TEST_CASE(what_is_on_its_way_ends_with_the_loop) {
  auto half = knock();
  home.guests.stop();
  settle();
  BOOST_TEST((state_of(half) != test::peer::line::open));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
