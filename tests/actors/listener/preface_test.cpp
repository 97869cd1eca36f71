#include "tests/support/stage.hpp"

#include "actors/http_service/service.hpp"
#include "actors/listener/listener.hpp"
#include "actors/listener/preface.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "codecs/proxy_protocol/encoder.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <atomic>
#include <optional>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace proxy_protocol = codecs::proxy_protocol;

/// A listener before which proxies stand, and a route that answers with what is
/// known of the client.
class preface_fixture : public test::stage_fixture {
protected:
  preface_fixture() {
    home.guests.everywhere = &everywhere;
    add_service("/", answer_with([](const http_request& x) {
                  return http_response{
                    .status = 200, .fields = {}, .body = x.client};
                }));
    BOOST_TEST(!proxies.add(access::allow, "all"));
  }

  ~preface_fixture() {
    caf::anon_send_exit(uut, caf::exit_reason::user_shutdown);
    settle();
    home.guests.stop();
    settle();
    BOOST_TEST(everywhere == 0u);
    home.guests.everywhere = nullptr;
  }

  test::peer knock() {
    if (!uut)
      uut = spawn_pinned<listener>(unit, listener_part{.socket = &house.socket,
                                                       .home = &home,
                                                       .proxies = &proxies,
                                                       .on_stopped = [] {}});
    settle();
    auto begun = runtime::net::begin_connect(house.address, {});
    BOOST_TEST_REQUIRE(begun.ok());
    settle();
    return test::peer{std::move(begun->socket)};
  }

  static constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  static constexpr std::string_view header_line
    = "PROXY TCP4 192.0.2.9 192.0.2.1 5000 80\r\n";

  void is_told(test::peer& who, std::string_view client) {
    auto got = hear(who);
    BOOST_TEST(got.ends_with("\r\n\r\n" + std::string{client}), got);
  }

  access_list proxies{access::deny};
  test::origin_house house = build_house();
  listener_actor uut;
  std::atomic<std::size_t> everywhere = 0;
};

BOOST_FIXTURE_TEST_SUITE(preface_test, preface_fixture)

BOOST_AUTO_TEST_CASE(the_client_is_the_one_that_is_named) {
  auto proxy = knock();
  say(proxy, std::string{header_line}.append(get));
  is_told(proxy, "192.0.2.9");
  say(proxy, get); // and stays so
  is_told(proxy, "192.0.2.9");
  BOOST_TEST(home.guests.size() == 1u);
}

BOOST_AUTO_TEST_CASE(octets_may_come_one_by_one) {
  auto binary = std::string{};
  proxy_protocol::write_binary(binary,
                               {.kind = proxy_protocol::family::ipv6,
                                .source = {"2001:db8::9", 1},
                                .destination = {"2001:db8::1", 2},
                                .tlvs = {}},
                               true);
  for (auto header : {std::string{header_line}, binary}) {
    auto proxy = knock();
    for (auto c : header.append(get))
      say(proxy, {&c, 1});
    is_told(proxy, header.starts_with("PROXY") ? "192.0.2.9" : "2001:db8::9");
  }
}

BOOST_AUTO_TEST_CASE(a_proxy_may_speak_for_itself) {
  auto proxy = knock();
  say(proxy, std::string{"PROXY UNKNOWN\r\n"}.append(get));
  is_told(proxy, "unix:"); // it has connected that way
}

BOOST_AUTO_TEST_CASE(whatever_else_comes_ends_the_connection) {
  auto quiet = test::silence{};
  for (auto octets : {std::string{get}, std::string{"PROXY TCP4 x\r\n"},
                      std::string{"\r\n\r\n\0\r\nQUIT\n\x31", 13}}) {
    auto client = knock();
    say(client, octets);
    BOOST_TEST(hear(client) == "");
    BOOST_TEST((client.state() != test::peer::line::open));
  }
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(who_says_nothing_is_waited_for_as_for_a_head) {
  auto quiet = test::silence{};
  auto silent = knock();
  auto slow = knock();
  say(slow, header_line.substr(0, 20));
  pass(14s);
  BOOST_TEST(home.guests.size() == 2u);
  pass(2s);
  BOOST_TEST(home.guests.size() == 0u);
  BOOST_TEST(hear(slow) == "");
}

BOOST_AUTO_TEST_CASE(who_only_looks_leaves_no_trace) {
  auto log = test::silence{};
  knock().close();
  settle();
  BOOST_TEST(home.guests.size() == 0u);
}

BOOST_AUTO_TEST_CASE(all_others_are_clients_themselves) {
  proxies = access_list{access::deny};
  BOOST_TEST(!proxies.add(access::allow, "10.0.0.0/8"));
  auto client = knock();
  say(client, get);
  is_told(client, "unix:");
  auto quiet = test::silence{};
  auto liar = knock();
  say(liar, header_line);
  BOOST_TEST(hear(liar).starts_with("HTTP/1.1 400 "));
}

BOOST_AUTO_TEST_CASE(stages_read_what_was_said_besides) {
  auto seen = std::string{};
  pipeline stages;
  stages.request([&](exchange_context& x) {
    // [tlv]
    auto& said = x.connection_state<proxy_protocol::header>();
    if (auto* name = said.find(proxy_protocol::tlv_type::authority))
      seen = *name;
    // [tlv]
  });
  add_stages(stages);
  auto header = std::string{};
  proxy_protocol::write_binary(
    header, {.kind = proxy_protocol::family::ipv4,
             .source = {"192.0.2.9", 1},
             .destination = {"192.0.2.1", 2},
             .tlvs = {{proxy_protocol::tlv_type::authority, "a.example"}}});
  auto proxy = knock();
  say(proxy, header.append(get));
  is_told(proxy, "192.0.2.9");
  BOOST_TEST(seen == "a.example");
  home.here.targets.back().stages = nullptr;
}

BOOST_AUTO_TEST_CASE(what_is_on_its_way_ends_with_the_loop) {
  auto half = knock();
  say(half, header_line.substr(0, 20));
  home.guests.stop();
  settle();
  BOOST_TEST(hear(half) == "");
  BOOST_TEST((half.state() != test::peer::line::open));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
