#include "tests/support/dns_server.hpp"
#include "tests/support/stage.hpp"

#include "actors/connect/connect_exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace wire = test::dns;

class connect_fixture : public test::scene_fixture {
protected:
  connect_fixture() {
    auto& here = home.here;
    here.connects.add("", "", here.targets.size());
    here.targets.push_back({.name = "out", .target = {}, .stages = nullptr});
    allow("127.0.0.1:*");
    keep_lines();
  }

  ~connect_fixture() {
    home.guests.stop();
    settle();
    BOOST_TEST((!here_ || here_->shelf()->open() == 0u));
    home.here.tunnels.clear(); // the resolver goes before the loop
    settle();
  }

  void allow(std::string_view rule) {
    BOOST_TEST_REQUIRE(!options.rules.allow(rule));
  }

  void keep_lines() {
    auto logs = std::vector{access_log_options{}};
    logs[0].path = "nobody writes it";
    logs[0].format = "${method} ${target} ${status} ${request_octets} "
                     "${body_octets} ${route} ${backend} ${end}";
    home.log = std::make_unique<loop_log>(loop, logs);
  }
  std::string lines() {
    auto& buffer = home.log->outlets()[0]->buffer();
    buffer.close();
    auto batch = buffer.take();
    if (!batch)
      return {};
    auto text = batch->lines;
    buffer.give_back(std::move(batch));
    return text;
  }

  /// With the options as they are now.
  void connect_to(std::string authority, std::string_view behind = "") {
    if (!here_) {
      options.resolver.servers = {server.where()};
      here_
        = home.here.tunnels
            .emplace_back(std::make_unique<connect_here>(options, loop, 1, 0))
            .get();
      home.here.targets.back().target = here_;
    }
    client = connect();
    asked
      = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
    client_sends(asked + std::string{behind});
  }
  std::string at_port() const { return std::to_string(far.address.port()); }

  void tunnel_stands() {
    client_receives("HTTP/1.1 200 OK\r\n\r\n");
    origin = accept(far);
    BOOST_TEST_REQUIRE(bool{origin});
  }
  void nobody_came() { BOOST_TEST(!accept(far)); }

  /// An answer of ours, and then the end of the connection.
  void is_refused(int status, std::string_view word) {
    auto got = hear(client, 1);
    BOOST_TEST(got.starts_with("HTTP/1.1 " + std::to_string(status) + ' '));
    BOOST_TEST(got.find("\r\nConnection: close\r\n") != got.npos);
    BOOST_TEST(got.ends_with(": " + std::string{word} + '\n'), got);
    BOOST_TEST((state_of(client) == line::ended));
    nobody_came();
  }

  test::dns_server server{loop};
  test::origin_house far = test::origin_house::at("127.0.0.1:0");
  connect_options options;
  connect_here* here_ = nullptr;
  std::string asked;
};

BOOST_FIXTURE_TEST_SUITE(connect_exchange_test, connect_fixture)

// -- a tunnel -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(octets_go_both_ways_and_are_counted) {
  connect_to("127.0.0.1:" + at_port());
  tunnel_stands();
  client_sends("hello");
  BOOST_TEST(hear(origin) == "hello");
  origin_sends("and good bye");
  BOOST_TEST(hear(client) == "and good bye");
  BOOST_TEST(lines() == "");
  client.close();
  origin_sees(line::ended);
  origin.close();
  settle();
  BOOST_TEST(lines()
             == "CONNECT 127.0.0.1:" + at_port() + " 200 "
                  + std::to_string(asked.size() + 5)
                  + " 12 out 127.0.0.1:" + at_port() + " done\n");
}

BOOST_AUTO_TEST_CASE(one_direction_may_end_before_the_other) {
  connect_to("127.0.0.1:" + at_port());
  tunnel_stands();
  client_sends("all of it");
  client.shut();
  BOOST_TEST(hear(origin) == "all of it");
  origin_sees(line::ended);
  origin_sends("the answer");
  BOOST_TEST(hear(client) == "the answer");
  origin.close();
  client_sees(line::ended);
}

BOOST_AUTO_TEST_CASE(what_comes_with_the_request_goes_into_the_tunnel) {
  auto early = std::string{"GET /not-for-us HTTP/1.1\r\nHost: a\r\n\r\n"};
  connect_to("127.0.0.1:" + at_port(), early);
  tunnel_stands();
  BOOST_TEST(hear(origin) == early);
  nobody_connects(); // to the upstream
}

BOOST_AUTO_TEST_CASE(an_idle_tunnel_ends) {
  options.idle = 20s;
  connect_to("127.0.0.1:" + at_port());
  tunnel_stands();
  pass(19s);
  BOOST_TEST(open(client));
  pass(2s);
  client_sees(line::ended);
  origin_sees(line::ended);
  BOOST_TEST(lines().ends_with(" tunnel_idle\n"));
}

BOOST_AUTO_TEST_CASE(tunnels_are_bounded) {
  options.max_tunnels = 1;
  connect_to("127.0.0.1:" + at_port());
  tunnel_stands();
  auto first = std::move(client);
  auto far_end = std::move(origin);
  connect_to("127.0.0.1:" + at_port());
  is_refused(503, "circuit_open");
  first.close();
  far_end.close();
  settle();
  connect_to("127.0.0.1:" + at_port());
  tunnel_stands();
}

// -- names --------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_listed_name_has_the_address_that_is_listed) {
  allow("intern.test:*");
  options.hosts.emplace("intern.test",
                        *runtime::net::address::parse("127.0.0.1:0"));
  connect_to("Intern.Test:" + at_port());
  tunnel_stands();
  BOOST_TEST(server.heard.empty());
}

BOOST_AUTO_TEST_CASE(a_name_is_looked_up_and_its_addresses_are_tried_in_turn) {
  allow("far.test:*");
  allow("[::1]:*");
  server.put("far.test",
             {wire::address("::1", 60), wire::address("127.0.0.1", 60)});
  connect_to("far.test:" + at_port());
  tunnel_stands(); // nobody is at ::1
}

BOOST_AUTO_TEST_CASE(a_name_does_not_lead_into_our_network) {
  auto rules = connect_rules{};
  BOOST_TEST_REQUIRE(!rules.allow("*:*"));
  options.rules = rules;
  server.put("evil.test", {wire::address("127.0.0.1", 60)});
  connect_to("evil.test:" + at_port());
  is_refused(403, "connect_forbidden");
  connect_to("127.0.0.1:" + at_port());
  is_refused(403, "connect_forbidden");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_resolved_is_told) {
  allow("*:*");
  connect_to("nobody.test:" + at_port());
  is_refused(502, "name_unresolved");
  server.distort = [](std::string) { return std::string{}; };
  connect_to("slow.test:" + at_port());
  pass(9s);
  client_hears_nothing();
  pass(2s);
  is_refused(504, "name_timeout");
}

// -- refusals -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_is_not_allowed_is_forbidden) {
  connect_to("127.0.0.2:" + at_port());
  is_refused(403, "connect_forbidden");
  connect_to("localhost:" + at_port());
  is_refused(403, "connect_forbidden");
  BOOST_TEST(lines()
             == "CONNECT 127.0.0.2:" + at_port()
                  + " 403 59 33 out - connect_forbidden\nCONNECT localhost:"
                  + at_port() + " 403 59 33 out - connect_forbidden\n");
}

BOOST_AUTO_TEST_CASE(what_follows_a_refusal_is_no_request) {
  connect_to("127.0.0.2:" + at_port(), get);
  is_refused(403, "connect_forbidden");
  nobody_connects();
}

BOOST_AUTO_TEST_CASE(a_port_that_is_none_is_a_bad_request) {
  connect_to("127.0.0.1:0");
  is_refused(400, "malformed_request");
}

BOOST_AUTO_TEST_CASE(nobody_behind_the_address_is_a_bad_gateway) {
  auto port = at_port();
  far.socket.reset();
  connect_to("127.0.0.1:" + port);
  auto got = hear(client, 1);
  BOOST_TEST(got.starts_with("HTTP/1.1 502 "));
  BOOST_TEST(got.ends_with(": connection_refused\n"));
}

BOOST_AUTO_TEST_CASE(other_methods_do_not_come_here) {
  connect_to("127.0.0.1:" + at_port());
  tunnel_stands();
  auto first = std::move(client);
  auto far_end = std::move(origin);
  one_exchange();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
