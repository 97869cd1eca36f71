#include "tests/runtime/tls/tls_pair.hpp"

#include <openssl/ssl.h>

#include <string>
#include <utility>

namespace troupe::runtime::tls {
namespace {

/// OpenSSL's own client, which asks before its handshake is done.
class hasty_client {
public:
  explicit hasty_client(const session_ptr& resumed)
    : context_(SSL_CTX_new(TLS_client_method())),
      ssl_(SSL_new(context_.get())) {
    int ends[2];
    BOOST_TEST_REQUIRE(
      ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    near_ = net::fd{ends[0]};
    far = net::fd{ends[1]};
    SSL_set_fd(ssl_.get(), near_.get());
    SSL_set_tlsext_host_name(ssl_.get(), "a.example");
    SSL_set_session(ssl_.get(), resumed.get());
    SSL_set_connect_state(ssl_.get());
  }

  bool ask(std::string_view early) {
    auto n = std::size_t{0};
    return SSL_write_early_data(ssl_.get(), early.data(), early.size(), &n) == 1
           && n == early.size();
  }

  bool shake_hands() { return SSL_do_handshake(ssl_.get()) == 1; }

  bool was_heard() const {
    return SSL_get_early_data_status(ssl_.get()) == SSL_EARLY_DATA_ACCEPTED;
  }

  std::string read() {
    char room[65536];
    auto n = SSL_read(ssl_.get(), room, sizeof(room));
    return n > 0 ? std::string(room, static_cast<std::size_t>(n))
                 : std::string{};
  }

  bool write(std::string_view text) {
    return SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()))
           == static_cast<int>(text.size());
  }

  /// What has left for the server.
  std::string flight() const {
    char room[65536];
    auto n = ::recv(far.get(), room, sizeof(room), 0);
    return n > 0 ? std::string(room, static_cast<std::size_t>(n))
                 : std::string{};
  }

  net::fd far; ///< the server's end

private:
  context_ptr context_;
  connection_ptr ssl_;
  net::fd near_;
};

struct early_data_fixture : tls_fixture {
  early_data_fixture() {
    server_wish.early_data = 1000;
    change_server();
  }

  /// Of a first, whole handshake.
  session_ptr meet() {
    auto sessions = std::make_shared<client_sessions>();
    auto first = tls_pair{server(), client(), "a.example", sessions};
    BOOST_TEST_REQUIRE(first.shake_hands());
    tls_pair::write(first.server, "x");
    BOOST_TEST(tls_pair::read(first.client) == "x");
    return sessions->take();
  }

  net::stream accept(net::fd socket) {
    auto result = net::stream{std::move(socket)};
    result.encrypt(server().accept());
    return result;
  }
};

BOOST_FIXTURE_TEST_SUITE(early_data_test, early_data_fixture)

BOOST_AUTO_TEST_CASE(who_resumes_is_answered_before_hands_are_shaken) {
  auto client = hasty_client{meet()};
  BOOST_TEST_REQUIRE(client.ask("early question"));
  auto uut = accept(std::move(client.far));
  BOOST_TEST((tls_pair::shake(uut) == handshake_state::early));
  BOOST_TEST(!uut.encryption()->proven());
  BOOST_TEST(uut.may_read());
  BOOST_TEST(tls_pair::read(uut, 5) == "early");
  BOOST_TEST(uut.may_read());
  BOOST_TEST((uut.peek() == net::io_state::done));
  BOOST_TEST(tls_pair::read(uut) == " question");
  BOOST_TEST(tls_pair::read(uut) == "");
  BOOST_TEST((tls_pair::last == net::io_state::would_block));
  BOOST_TEST((uut.peek() == net::io_state::would_block));
  BOOST_TEST(tls_pair::write(uut, "early answer").octets == 12u);
  BOOST_TEST(!uut.encryption()->proven());

  BOOST_TEST(client.shake_hands());
  BOOST_TEST(client.was_heard());
  BOOST_TEST(client.read() == "early answer");
  BOOST_TEST(client.write("late question"));
  BOOST_TEST(tls_pair::read(uut) == "late question");
  BOOST_TEST(uut.encryption()->proven());
  BOOST_TEST(uut.encryption()->resumed());
  BOOST_TEST(tls_pair::write(uut, "late answer").octets == 11u);
  BOOST_TEST(client.read() == "late answer");
}

BOOST_AUTO_TEST_CASE(what_is_left_of_it_comes_before_what_is_proven) {
  auto client = hasty_client{meet()};
  BOOST_TEST_REQUIRE(client.ask("one"));
  auto uut = accept(std::move(client.far));
  BOOST_TEST((tls_pair::shake(uut) == handshake_state::early));
  BOOST_TEST(client.shake_hands());
  BOOST_TEST(client.write("two"));
  BOOST_TEST((tls_pair::shake(uut) == handshake_state::done));
  BOOST_TEST(uut.encryption()->proven());
  BOOST_TEST(tls_pair::read(uut) == "one");
  BOOST_TEST(tls_pair::read(uut) == "two");
}

BOOST_AUTO_TEST_CASE(who_left_without_a_word_is_remembered) {
  auto sessions = std::make_shared<client_sessions>();
  {
    auto first = tls_pair{server(), client(), "a.example", sessions};
    BOOST_TEST_REQUIRE(first.shake_hands());
    tls_pair::write(first.server, "x");
    BOOST_TEST(tls_pair::read(first.client) == "x");
    ::shutdown(first.client.socket().get(), SHUT_WR);
    BOOST_TEST(tls_pair::read(first.server) == "");
    BOOST_TEST((tls_pair::last == net::io_state::failed));
  }
  auto client = hasty_client{sessions->take()};
  BOOST_TEST_REQUIRE(client.ask("again"));
  auto uut = accept(std::move(client.far));
  BOOST_TEST((tls_pair::shake(uut) == handshake_state::early));
}

BOOST_AUTO_TEST_CASE(a_replay_is_not_heard) {
  auto client = hasty_client{meet()};
  BOOST_TEST_REQUIRE(client.ask("once"));
  auto flight = client.flight();
  for (auto first : {true, false}) {
    int ends[2];
    BOOST_TEST_REQUIRE(
      ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    auto other = net::fd{ends[1]};
    auto uut = accept(net::fd{ends[0]});
    uut.encryption()->put_early(codecs::as_octets(flight));
    BOOST_TEST((tls_pair::shake(uut)
                == (first ? handshake_state::early : handshake_state::waits)));
  }
}

BOOST_AUTO_TEST_CASE(more_than_is_allowed_ends_the_connection) {
  auto session = meet();
  SSL_SESSION_set_max_early_data(session.get(), 5000); // a client that cheats
  auto client = hasty_client{session};
  BOOST_TEST(client.ask(std::string(1500, 'x')));
  auto uut = accept(std::move(client.far));
  BOOST_TEST((tls_pair::shake(uut) == handshake_state::failed));
}

BOOST_AUTO_TEST_CASE(unless_it_is_wished_there_is_none) {
  server_wish.early_data = 0;
  change_server();
  auto session = meet();
  BOOST_TEST(SSL_SESSION_get_max_early_data(session.get()) == 0u);
}

BOOST_AUTO_TEST_CASE(replays_cannot_be_told_without_memory) {
  server_wish.remembered = 0;
  BOOST_TEST(!server_context::make(server_wish).ok());
  server_wish.remembered = 100;
  server_wish.tickets = 0;
  BOOST_TEST(!server_context::make(server_wish).ok());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::tls
