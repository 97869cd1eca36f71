#include "tests/runtime/tls/tls_pair.hpp"

#include "runtime/config/file.hpp"

#include <boost/test/data/test_case.hpp>

#include <cerrno>

namespace troupe::runtime::tls {
namespace {

namespace data = boost::unit_test::data;
using namespace std::chrono_literals;

struct channel_fixture : tls_fixture {
  tls_pair connect(const std::string& peer = "a.example") {
    return tls_pair{server(), client(), peer};
  }

  void use(std::string_view of) {
    auto x = of == "TLSv1.2" ? version::tls_1_2 : version::tls_1_3;
    for (auto* side : {&server_wish.protocol, &client_wish.protocol})
      side->least = side->most = x;
  }

  /// The word of what a client finds wrong with that server.
  std::string objection(identity shown, const std::string& peer = "a.example") {
    show({std::move(shown)});
    auto uut = connect(peer);
    BOOST_TEST(!uut.shake_hands());
    return std::string{to_string(uut.client.encryption()->problem().what)};
  }
};

const auto versions = data::make({"TLSv1.2", "TLSv1.3"});

BOOST_FIXTURE_TEST_SUITE(channel_test, channel_fixture)

// -- octets -------------------------------------------------------------------

BOOST_DATA_TEST_CASE_F(channel_fixture, what_one_side_writes_the_other_reads,
                       versions, of) {
  use(of);
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  BOOST_TEST(uut.client.encryption()->agreed().version == of);
  BOOST_TEST(tls_pair::write(uut.client, "ping").octets == 4u);
  BOOST_TEST(tls_pair::read(uut.server) == "ping");
  BOOST_TEST(tls_pair::write(uut.server, "pong").octets == 4u);
  BOOST_TEST(tls_pair::read(uut.client) == "pong");
  BOOST_TEST(tls_pair::read(uut.client) == "");
  BOOST_TEST((tls_pair::last == net::io_state::would_block));
  BOOST_TEST(!uut.client.may_read());
}

BOOST_AUTO_TEST_CASE(parts_leave_in_order_and_large_ones_wait_for_the_reader) {
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  auto all = std::string{};
  for (auto i = 0; all.size() < 3'000'000; ++i)
    all.append(std::to_string(i)).append(1, ' ');
  auto sent = std::size_t{0};
  auto seen = std::string{};
  auto waited = 0;
  while (seen.size() < all.size()) {
    auto rest = std::string_view{all}.substr(sent);
    tls_pair::awake(uut.client);
    if (!uut.client.settled()) {
      ++waited;
      BOOST_TEST(!uut.client.may_write());
    } else if (!rest.empty()) {
      auto first = rest.substr(0, 100);
      auto second = rest.substr(first.size());
      auto part = [](std::string_view x) {
        return iovec{const_cast<char*>(x.data()), x.size()};
      };
      auto parts = std::array{part(first), part(""), part(second)};
      sent += uut.client.write(parts).octets;
    }
    seen += tls_pair::read(uut.server, 50'000);
  }
  BOOST_TEST((seen == all));
  BOOST_TEST(waited > 0);
}

BOOST_AUTO_TEST_CASE(a_read_that_is_full_says_that_there_is_more) {
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  tls_pair::write(uut.client, std::string(1000, 'x'));
  BOOST_TEST(tls_pair::read(uut.server, 600).size() == 600u);
  BOOST_TEST(uut.server.may_read());
  auto room = std::array<std::byte, 600>{}; // with no readiness in between
  BOOST_TEST(uut.server.read(room).octets == 400u);
  BOOST_TEST(!uut.server.may_read());
}

BOOST_AUTO_TEST_CASE(peeking_takes_nothing_and_session_tickets_are_no_octets) {
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands()); // two tickets lie on the client's side
  tls_pair::awake(uut.client);
  BOOST_TEST((uut.client.peek() == net::io_state::would_block));
  tls_pair::write(uut.server, "x");
  tls_pair::awake(uut.client);
  BOOST_TEST((uut.client.peek() == net::io_state::done));
  BOOST_TEST(tls_pair::read(uut.client) == "x");
}

// -- ends ---------------------------------------------------------------------

BOOST_DATA_TEST_CASE_F(channel_fixture, an_end_is_told_and_the_other_half_lives,
                       versions, of) {
  use(of);
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  tls_pair::write(uut.client, "last");
  uut.client.shut_write();
  BOOST_TEST(tls_pair::read(uut.server) == "last");
  BOOST_TEST(tls_pair::read(uut.server) == "");
  BOOST_TEST((tls_pair::last == net::io_state::ended));
  BOOST_TEST(!uut.server.may_read());
  tls_pair::write(uut.server, "answer");
  BOOST_TEST(tls_pair::read(uut.client) == "answer");
  BOOST_TEST((tls_pair::write(uut.client, "x").state == net::io_state::failed));
}

BOOST_DATA_TEST_CASE_F(channel_fixture,
                       an_end_that_tls_does_not_know_is_a_break, versions, of) {
  use(of);
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  tls_pair::write(uut.server, "half");
  ::shutdown(uut.server.socket().get(), SHUT_WR);
  BOOST_TEST(tls_pair::read(uut.client) == "half");
  auto room = std::array<std::byte, 10>{};
  tls_pair::awake(uut.client);
  auto end = uut.client.read(room);
  BOOST_TEST((end.state == net::io_state::failed));
  BOOST_TEST(end.error == ECONNRESET);
  BOOST_TEST((uut.client.encryption()->problem().what == errc::truncated));
}

BOOST_AUTO_TEST_CASE(closing_is_telling) {
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  uut.server.close();
  BOOST_TEST(tls_pair::read(uut.client) == "");
  BOOST_TEST((tls_pair::last == net::io_state::ended));
}

BOOST_AUTO_TEST_CASE(aborting_is_not) {
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  uut.server.abort();
  do
    BOOST_TEST(tls_pair::read(uut.client) == ""); // tickets, and then nothing
  while (tls_pair::last == net::io_state::would_block);
  BOOST_TEST((tls_pair::last == net::io_state::failed));
}

BOOST_AUTO_TEST_CASE(octets_that_are_changed_on_their_way_end_the_connection) {
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  auto record = std::string{"\x17\x03\x03\x00\x20", 5}.append(32, 'x');
  BOOST_TEST(::send(uut.client.socket().get(), record.data(), record.size(), 0)
             == static_cast<ssize_t>(record.size()));
  BOOST_TEST(tls_pair::read(uut.server) == "");
  BOOST_TEST((tls_pair::last == net::io_state::failed));
  BOOST_TEST((uut.server.encryption()->problem().what == errc::malformed));
}

// -- who the server is --------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_server_shows_what_the_client_asks_for) {
  show({authority.make_identity("a.example"),
        authority.make_identity("b.example")});
  for (auto name : {"b.example", "a.example"}) {
    auto uut = connect(name);
    BOOST_TEST_REQUIRE(uut.shake_hands());
    BOOST_TEST(uut.client.encryption()->agreed().peer->names[0] == name);
    BOOST_TEST(uut.server.encryption()->server_name() == name);
  }
}

BOOST_AUTO_TEST_CASE(who_cannot_verify_the_one_key_is_shown_the_other) {
  show({authority.make_identity("a.example"),
        authority.make_identity("a.example", key_kind::rsa)});
  use("TLSv1.2");
  for (auto [ciphers, word] : {std::pair{"ECDHE-RSA-AES128-GCM-SHA256", "RSA"},
                               {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDSA"}}) {
    auto wish = client_wish;
    wish.trust.authorities = trust_file;
    wish.protocol.ciphers = ciphers;
    auto picky = client_context::make(wish);
    BOOST_TEST_REQUIRE(picky.ok());
    auto uut = tls_pair{server(), **picky};
    BOOST_TEST_REQUIRE(uut.shake_hands());
    BOOST_TEST(uut.client.encryption()->agreed().cipher.find(word)
               != std::string_view::npos);
  }
}

BOOST_AUTO_TEST_CASE(each_thing_that_is_wrong_has_its_word) {
  auto now = std::chrono::system_clock::now();
  auto wish = [](std::string name) { return certificates::wish_for(name); };
  auto old = wish("a.example");
  old.not_before = now - 48h;
  old.not_after = now - 24h;
  BOOST_TEST(objection(authority.make_identity(old)) == "expired");
  auto early = wish("a.example");
  early.not_before = now + 24h;
  early.not_after = now + 48h;
  BOOST_TEST(objection(authority.make_identity(early)) == "not_yet_valid");
  BOOST_TEST(objection(authority.make_identity("b.example")) == "wrong_host");
  BOOST_TEST(objection(authority.make_identity("*.example"), "a.b.example")
             == "wrong_host");
  auto there = wish("there");
  there.addresses = {"192.0.2.1"};
  BOOST_TEST(objection(authority.make_identity(there), "192.0.2.2")
             == "wrong_address");
  BOOST_TEST(objection(certificates{}.make_identity("a.example"))
             == "unknown_authority");
  auto alone = certificates::make(wish("a.example"), nullptr);
  BOOST_TEST(objection(*identity::from_pem(alone.certificate, alone.key))
             == "self_signed");
}

BOOST_AUTO_TEST_CASE(an_authority_may_be_bound_to_a_domain) {
  authority.authority = certificates::make_authority("Bound", "b.example");
  trust_file = file_of("bound.pem", authority.authority.certificate);
  BOOST_TEST(objection(authority.make_identity("a.example"))
             == "name_constraints");
  show({authority.make_identity("www.b.example")});
  BOOST_TEST(connect("www.b.example").shake_hands());
}

BOOST_AUTO_TEST_CASE(who_is_revoked_is_refused_and_a_list_is_demanded) {
  auto good = authority.make("a.example");
  auto bad = authority.make("a.example");
  auto lists = issue_revocations(authority.authority, {&bad, 1});
  BOOST_TEST_REQUIRE(lists.ok());
  client_wish.trust.revoked = file_of("revoked.pem", lists->pem);
  BOOST_TEST(objection(*identity::from_pem(bad.certificate, bad.key))
             == "revoked");
  show({*identity::from_pem(good.certificate, good.key)});
  BOOST_TEST(connect().shake_hands());
  auto stranger = certificates::make_authority("Somebody else");
  auto useless = issue_revocations(stranger, {});
  BOOST_TEST_REQUIRE(useless.ok());
  client_wish.trust.revoked = file_of("useless.pem", useless->pem);
  change_client();
  BOOST_TEST(!connect().shake_hands());
}

BOOST_AUTO_TEST_CASE(an_address_is_verified_without_a_name) {
  auto wish = certificates::wish_for("there");
  wish.addresses = {"192.0.2.1", "2001:db8::1"};
  show({authority.make_identity(wish)});
  for (auto peer : {"192.0.2.1", "2001:db8::1"}) {
    auto uut = connect(peer);
    BOOST_TEST(uut.shake_hands());
    BOOST_TEST(uut.server.encryption()->server_name() == "");
  }
}

BOOST_AUTO_TEST_CASE(who_does_not_verify_believes_everything) {
  client_wish.verify = false;
  show({certificates{}.make_identity("b.example")});
  BOOST_TEST(connect().shake_hands());
}

BOOST_AUTO_TEST_CASE(a_server_without_an_identity_refuses) {
  show({});
  auto uut = connect();
  BOOST_TEST(!uut.shake_hands());
  BOOST_TEST((uut.server.encryption()->problem().what == errc::no_identity));
  BOOST_TEST((uut.client.encryption()->problem().what == errc::alert));
}

BOOST_AUTO_TEST_CASE(an_identity_may_come_while_the_client_waits) {
  server().ask_for_identities(true);
  auto uut = connect("late.example");
  BOOST_TEST(!uut.shake_hands());
  BOOST_TEST((uut.there == handshake_state::wants_identity));
  auto& asks = *uut.server.encryption();
  BOOST_TEST(asks.server_name() == "late.example");
  asks.supply(authority.make_identity("late.example"));
  BOOST_TEST(uut.shake_hands());
}

BOOST_AUTO_TEST_CASE(nobody_disturbs_a_handshake_that_has_begun) {
  auto uut = connect();
  tls_pair::shake(uut.client);
  tls_pair::shake(uut.server);
  show({authority.make_identity("b.example")});
  BOOST_TEST(uut.shake_hands());
  BOOST_TEST(objection(authority.make_identity("b.example")) == "wrong_host");
}

// -- who the client is --------------------------------------------------------

BOOST_DATA_TEST_CASE_F(channel_fixture, a_client_proves_who_it_is, versions,
                       of) {
  use(of);
  server_wish.clients = client_proof::demanded;
  server_wish.trust.authorities = trust_file;
  change_server();
  own = authority.make_identity("client.example");
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  auto peer = uut.server.encryption()->agreed().peer;
  BOOST_TEST_REQUIRE(peer.has_value());
  BOOST_TEST(peer->subject == "CN=client.example");
}

BOOST_AUTO_TEST_CASE(a_client_without_a_certificate_is_refused_if_it_must) {
  server_wish.trust.authorities = trust_file;
  for (auto [proof, word] :
       {std::pair{client_proof::demanded, "no_certificate"},
        {client_proof::wished, "none"}}) {
    server_wish.clients = proof;
    change_server();
    auto uut = connect();
    uut.shake_hands();
    BOOST_TEST(to_string(uut.server.encryption()->problem().what) == word);
  }
}

BOOST_AUTO_TEST_CASE(a_certificate_of_strangers_is_worse_than_none) {
  server_wish.trust.authorities = trust_file;
  server_wish.clients = client_proof::wished;
  change_server();
  own = certificates{}.make_identity("client.example");
  auto uut = connect();
  uut.shake_hands();
  BOOST_TEST(
    (uut.server.encryption()->problem().what == errc::unknown_authority));
}

// -- what is agreed on --------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_server_prefers_a_protocol) {
  server_wish.protocol.protocols = {"h2", "http/1.1"};
  change_server();
  client_wish.protocol.protocols = {"http/1.1", "h2"};
  auto uut = connect();
  BOOST_TEST_REQUIRE(uut.shake_hands());
  BOOST_TEST(uut.client.encryption()->protocol() == "h2");
  BOOST_TEST(uut.server.encryption()->protocol() == "h2");
}

BOOST_AUTO_TEST_CASE(without_a_protocol_in_common_there_is_no_connection) {
  server_wish.protocol.protocols = {"h2"};
  change_server();
  client_wish.protocol.protocols = {"spdy/1"};
  auto uut = connect();
  BOOST_TEST(!uut.shake_hands());
  BOOST_TEST(
    (uut.server.encryption()->problem().what == errc::no_common_protocol));
}

BOOST_AUTO_TEST_CASE(without_a_version_in_common_there_is_no_connection) {
  server_wish.protocol.least = version::tls_1_3;
  change_server();
  client_wish.protocol.most = version::tls_1_2;
  auto uut = connect();
  BOOST_TEST(!uut.shake_hands());
  BOOST_TEST(
    (uut.server.encryption()->problem().what == errc::no_common_version));
}

// -- what is no handshake -----------------------------------------------------

BOOST_AUTO_TEST_CASE(http_is_told_from_garbage) {
  for (auto [text, word] :
       {std::pair{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "plain_http"},
        {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c", "not_tls"},
        {"\x16\x03\x01\x40\xff\x01\x02\x03\x04\x05\x06\x07", "malformed"}}) {
    auto uut = connect();
    BOOST_TEST(::send(uut.client.socket().get(), text, 12, 0) == 12);
    auto how = tls_pair::shake(uut.server);
    BOOST_TEST(
      (how == handshake_state::failed || how == handshake_state::waits));
    if (how == handshake_state::failed)
      BOOST_TEST(to_string(uut.server.encryption()->problem().what) == word);
  }
}

BOOST_AUTO_TEST_CASE(who_leaves_in_the_middle_leaves_a_truncated_handshake) {
  auto uut = connect();
  tls_pair::shake(uut.client);
  tls_pair::shake(uut.server);
  uut.client.abort();
  BOOST_TEST((tls_pair::shake(uut.server) == handshake_state::failed));
  auto what = uut.server.encryption()->problem().what;
  BOOST_TEST((what == errc::truncated || what == errc::broken),
             to_string(what));
}

BOOST_AUTO_TEST_CASE(octets_that_came_before_belong_to_the_handshake) {
  auto uut = connect();
  tls_pair::shake(uut.client);
  auto room = std::array<char, 100>{};
  auto n = ::recv(uut.server.socket().get(), room.data(), room.size(), 0);
  BOOST_TEST_REQUIRE(n == 100);
  uut.server.encryption()->put_early(
    codecs::as_octets(std::string_view{room.data(), 100}));
  BOOST_TEST(uut.shake_hands());
}

// -- resumption ---------------------------------------------------------------

BOOST_DATA_TEST_CASE_F(channel_fixture, who_comes_again_resumes, versions, of) {
  use(of);
  change_server();
  auto sessions = std::make_shared<client_sessions>();
  for (auto again : {false, true, true}) {
    auto uut = tls_pair{server(), client(), "a.example", sessions};
    BOOST_TEST_REQUIRE(uut.shake_hands());
    tls_pair::write(uut.server, "x"); // behind the tickets
    BOOST_TEST(tls_pair::read(uut.client) == "x");
    BOOST_TEST(uut.client.encryption()->agreed().resumed == again);
    BOOST_TEST(uut.server.encryption()->agreed().resumed == again);
    BOOST_TEST(sessions->size() > 0u);
  }
}

BOOST_DATA_TEST_CASE_F(channel_fixture, nobody_resumes_where_nobody_may,
                       versions, of) {
  use(of);
  server_wish.tickets = 0;
  server_wish.remembered = 0;
  change_server();
  auto sessions = std::make_shared<client_sessions>();
  for (auto i = 0; i < 2; ++i) {
    auto uut = tls_pair{server(), client(), "a.example", sessions};
    BOOST_TEST_REQUIRE(uut.shake_hands());
    BOOST_TEST(!uut.client.encryption()->agreed().resumed);
  }
}

BOOST_AUTO_TEST_CASE(a_server_may_remember_instead_of_giving_tickets) {
  use("TLSv1.2");
  server_wish.tickets = 0;
  change_server();
  auto sessions = std::make_shared<client_sessions>();
  for (auto again : {false, true}) {
    auto uut = tls_pair{server(), client(), "a.example", sessions};
    BOOST_TEST_REQUIRE(uut.shake_hands());
    BOOST_TEST(uut.server.encryption()->agreed().resumed == again);
  }
}

// -- options ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_openssl_does_not_know_is_refused_by_name) {
  auto wrong = [](auto change) {
    auto wish = server_options{};
    change(wish);
    auto made = server_context::make(wish);
    return made.ok() ? std::string{"nothing"} : made.error();
  };
  BOOST_TEST(wrong([](auto& x) {
               x.protocol.ciphers = "NO-SUCH";
             }).starts_with("ciphers \"NO-SUCH\": "));
  BOOST_TEST(wrong([](auto& x) {
               x.protocol.suites = "NO_SUCH";
             }).starts_with("suites \"NO_SUCH\": "));
  BOOST_TEST(wrong([](auto& x) {
               x.protocol.groups = "none";
             }).starts_with("groups \"none\": "));
  BOOST_TEST(wrong([](auto& x) {
               x.clients = client_proof::wished;
               x.trust.authorities = "/no/such/file";
             }).starts_with("cannot read /no/such/file: "));
  BOOST_TEST(wrong([](auto& x) { x.clients = client_proof::wished; })
             == "clients are to be verified: name the authorities");
}

BOOST_AUTO_TEST_CASE(secrets_are_written_only_where_that_is_wished) {
  server_wish.protocol.key_log = file_of("secrets", "");
  change_server();
  BOOST_TEST(connect().shake_hands());
  auto log
    = runtime::config::read_regular_file(server_wish.protocol.key_log, 100'000);
  BOOST_TEST_REQUIRE(log.ok());
  BOOST_TEST(log->find("SERVER_TRAFFIC_SECRET_0 ") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::tls
