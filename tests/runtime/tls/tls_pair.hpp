#pragma once

#include "tests/runtime/tls/certificates.hpp"
#include "tests/support/scratch_directory.hpp"

#include "runtime/net/stream.hpp"
#include "runtime/tls/client_context.hpp"
#include "runtime/tls/client_sessions.hpp"
#include "runtime/tls/server_context.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::runtime::tls {

/// A client and a server, with a socket between them.
class tls_pair {
public:
  tls_pair(const server_context& there, const client_context& here,
           const std::string& peer = "a.example",
           std::shared_ptr<client_sessions> sessions = nullptr) {
    int ends[2];
    BOOST_TEST_REQUIRE(
      ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    client = net::stream{net::fd{ends[0]}};
    server = net::stream{net::fd{ends[1]}};
    client.encrypt(here.connect(peer));
    server.encrypt(there.accept());
    if (sessions)
      client.encryption()->keep_sessions(std::move(sessions));
  }

  static handshake_state shake(net::stream& x) {
    awake(x);
    auto result = x.encryption()->handshake(x.under());
    x.update();
    return result;
  }

  /// What each readiness of a loop would do.
  static void awake(net::stream& x) {
    x.note({.readable = true, .writable = true});
  }

  /// Until nobody has anything to say. True: both are done.
  bool shake_hands() {
    for (auto i = 0; i < 10; ++i) {
      here = shake(client);
      there = shake(server);
      if (here != handshake_state::waits && there != handshake_state::waits)
        break;
    }
    return here == handshake_state::done && there == handshake_state::done;
  }

  static std::string read(net::stream& from, std::size_t most = 65536) {
    auto room = std::vector<std::byte>(most);
    awake(from);
    auto got = from.read(room);
    last = got.state;
    return std::string{codecs::as_text(std::span{room}.first(got.octets))};
  }

  static net::io_outcome write(net::stream& to, std::string_view text) {
    awake(to);
    return to.write(codecs::as_octets(text));
  }

  net::stream client;
  net::stream server;
  handshake_state here{};
  handshake_state there{};
  static inline net::io_state last{};
};

/// A server for a.example, and a client that trusts the authority.
struct tls_fixture {
  tls_fixture() { show({authority.make_identity("a.example")}); }

  void show(std::vector<identity> all) {
    auto book = std::make_shared<identity_book>();
    for (auto& x : all)
      book->add(std::move(x));
    server().show(std::move(book));
  }

  server_context& server() {
    if (!server_) {
      auto made = server_context::make(server_wish);
      BOOST_TEST_REQUIRE(made.ok(), (made.ok() ? "" : made.error()));
      server_ = *made;
    }
    return *server_;
  }

  client_context& client() {
    if (!client_) {
      client_wish.trust.authorities = trust_file;
      auto made = client_context::make(client_wish, own);
      BOOST_TEST_REQUIRE(made.ok(), (made.ok() ? "" : made.error()));
      client_ = *made;
    }
    return *client_;
  }

  /// Makes the server anew, with what was shown.
  void change_server() {
    auto book = server().shown();
    server_ = nullptr;
    server().show(book);
  }

  void change_client() { client_ = nullptr; }

  std::string file_of(const std::string& name, std::string_view text) const {
    files.write(name, text);
    return (files.path() / name).string();
  }

  test::scratch_directory files;
  certificates authority;
  std::string trust_file
    = file_of("authority.pem", authority.authority.certificate);
  server_options server_wish;
  client_options client_wish;
  std::optional<identity> own;

private:
  std::shared_ptr<server_context> server_;
  std::shared_ptr<client_context> client_;
};

} // namespace troupe::runtime::tls
