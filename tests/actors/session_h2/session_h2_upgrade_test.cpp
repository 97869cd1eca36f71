// How a connection that begins as one of HTTP/1 comes to speak HTTP/2.

#include "tests/actors/session_h2/h2_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

namespace h2 = test::h2;

constexpr std::string_view switching
  = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
    "Upgrade: h2c\r\n\r\n";

/// The first octet of a block that begins with ":status: 200" (RFC 7541
/// appendix A).
constexpr char status_200 = '\x88';

class fixture : public test::h2_scene {
protected:
  static std::string upgrade(std::string_view path, std::string_view settings) {
    return "GET " + std::string{path}
           + " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
             "Upgrade: h2c\r\nHTTP2-Settings: "
           + std::string{settings} + "\r\n\r\n";
  }

  /// All frames that have come behind the 101, or without it.
  void listen() {
    auto wire = hear(client);
    if (wire.starts_with(switching)) {
      BOOST_TEST(frames.empty());
      wire.erase(0, switching.size());
    }
    for (auto& x : h2::frames_of(wire))
      frames.push_back(std::move(x));
  }

  const h2::seen_frame* find(type what, std::uint32_t id) const {
    auto found = std::ranges::find_if(
      frames, [&](auto& x) { return x.what == what && x.stream == id; });
    return found == frames.end() ? nullptr : &*found;
  }

  void is_served(std::uint32_t id) {
    listen();
    auto* head = find(type::headers, id);
    auto* body = find(type::data, id);
    BOOST_TEST_REQUIRE(head);
    BOOST_TEST(head->payload[0] == status_200);
    BOOST_TEST_REQUIRE(body);
    BOOST_TEST(body->payload == "served");
    BOOST_TEST((body->flags & h2::end_stream) != 0);
  }

  std::vector<h2::seen_frame> frames;
};

BOOST_FIXTURE_TEST_SUITE(session_h2_upgrade_test, fixture)

BOOST_AUTO_TEST_CASE(an_upgrade_is_answered_with_101_and_then_on_stream_1) {
  client_sends(upgrade("/service", "AAMAAABk"));
  auto wire = hear(client);
  BOOST_TEST_REQUIRE(wire.starts_with(switching), wire);
  auto rest = h2::frames_of(wire.substr(switching.size()));
  BOOST_TEST_REQUIRE(!rest.empty());
  BOOST_TEST(rest[0].what == type::settings);
  frames = rest;
  is_served(1);
  BOOST_TEST(open(client));
  BOOST_TEST(home.guests.size() == 1u);
  BOOST_TEST(figures().streams == 1u);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(whom_it_upgrades_to_takes_more_requests) {
  client_sends(upgrade("/service", "AAMAAABk"));
  client_sends(std::string{h2::preface} + h2::frame(type::settings, 0, 0)
               + h2::frame(type::headers, h2::end_headers | h2::end_stream, 3,
                           h2::block({{":method", "GET"},
                                      {":scheme", "http"},
                                      {":path", "/service"},
                                      {":authority", "a"}})));
  is_served(3);
  BOOST_TEST(open(client));
}

BOOST_AUTO_TEST_CASE(the_request_of_an_upgrade_goes_on_without_it) {
  client_sends(upgrade("/", ""));
  auto there = next_origin();
  BOOST_TEST(hear(there) == "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  say(there, ok);
  listen();
  BOOST_TEST_REQUIRE(find(type::data, 1));
  BOOST_TEST(find(type::data, 1)->payload == "ok");
}

BOOST_AUTO_TEST_CASE(who_upgrades_and_then_breaks_off_takes_its_exchange) {
  client_sends(upgrade("/", ""));
  auto there = next_origin();
  client.close();
  settle();
  BOOST_TEST(state_of(there) == line::ended);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(figures().open_streams == 0u);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_end_the_connection_after_the_101) {
  client_sends(upgrade("/service", "AAT_____")); // a window of 2^32 - 1
  listen();
  auto* farewell = find(type::goaway, 0);
  BOOST_TEST_REQUIRE(farewell);
  BOOST_TEST(h2::to_number(std::string_view{farewell->payload}.substr(4, 4))
             == static_cast<std::uint32_t>(errc::flow_control_error));
  BOOST_TEST(!find(type::headers, 1));
  BOOST_TEST(state_of(client) == line::ended);
}

BOOST_AUTO_TEST_CASE(what_are_no_settings_upgrades_to_nothing) {
  client_sends(upgrade("/service", "!"));
  BOOST_TEST(hear(client).starts_with("HTTP/1.1 200 OK\r\n"));
}

BOOST_AUTO_TEST_CASE(the_preface_leads_there_at_every_cut) {
  const auto wire
    = std::string{h2::preface} + h2::frame(type::settings, 0, 0)
      + h2::frame(type::headers, h2::end_headers | h2::end_stream, 1,
                  h2::block({{":method", "GET"},
                             {":scheme", "http"},
                             {":path", "/service"},
                             {":authority", "a"}}));
  for (std::size_t cut = 1; cut < wire.size(); ++cut) {
    BOOST_TEST_CONTEXT("cut at " << cut) {
      frames.clear();
      client = connect();
      client_sends(wire.substr(0, cut));
      client_sends(wire.substr(cut));
      is_served(1);
      client.close();
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
