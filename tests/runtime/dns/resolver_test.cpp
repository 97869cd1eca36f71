#include "tests/support/dns_server.hpp"

#include "runtime/dns/resolver.hpp"
#include "runtime/time/manual_clock.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

namespace troupe::runtime::dns {
namespace {

using namespace std::chrono_literals;
namespace wire = test::dns;

std::string spelled(const address_answer& x) {
  if (!x)
    return std::string{to_string(x.error())};
  std::vector<std::string> all;
  for (auto& found : *x)
    all.push_back(to_string(found.where) + " for " + std::to_string(found.ttl));
  std::ranges::sort(all);
  std::string result;
  for (auto& one : all)
    result.append(result.empty() ? "" : ", ").append(one);
  return result;
}

std::string spelled(const service_answer& x) {
  if (!x)
    return std::string{to_string(x.error())};
  std::string result;
  for (auto& found : *x)
    result.append(result.empty() ? "" : ", ")
      .append(found.target + ':' + std::to_string(found.port) + " priority "
              + std::to_string(found.priority) + " weight "
              + std::to_string(found.weight) + " for "
              + std::to_string(found.ttl));
  return result;
}

class resolver_fixture {
protected:
  /// Until there is an answer, in seconds of the machine.
  std::string wait_for(const std::optional<std::string>& answer) {
    for (auto i = 0; i < 500 && !answer; ++i)
      loop.turn(10ms);
    return answer.value_or("nothing");
  }

  std::string addresses_of(const std::string& name,
                           ip_family which = ip_family::ipv4) {
    std::optional<std::string> answer;
    auto asked = uut->ask_addresses(name, 80, which,
                                    [&](auto x) { answer = spelled(x); });
    BOOST_TEST(!answer.has_value()); // never before we have the question
    return wait_for(answer);
  }

  std::string services_of(const std::string& name) {
    std::optional<std::string> answer;
    auto asked = uut->ask_services(name, [&](auto x) { answer = spelled(x); });
    return wait_for(answer);
  }

  void make(resolver_options options) {
    options.servers = {server.where()};
    uut.emplace(loop, std::move(options));
  }

  time::manual_clock clock;
  loop::event_loop loop{clock};
  test::dns_server server{loop};
  std::optional<resolver> uut{std::in_place, loop,
                              resolver_options{.servers = {server.where()}}};
};

BOOST_FIXTURE_TEST_SUITE(resolver_test, resolver_fixture)

// -- addresses ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(finds_the_addresses_of_a_family_with_their_ttl) {
  server.put("app.example",
             {wire::address("192.0.2.1", 60), wire::address("192.0.2.2", 30),
              wire::address("2001:db8::1", 90)});
  BOOST_TEST(addresses_of("app.example")
             == "192.0.2.1:80 for 60, 192.0.2.2:80 for 30");
  BOOST_TEST(addresses_of("app.example", ip_family::ipv6)
             == "[2001:db8::1]:80 for 90");
  BOOST_TEST((server.heard
              == std::vector<std::string>{"app.example 1", "app.example 28"}));
}

BOOST_AUTO_TEST_CASE(an_alias_shortens_the_ttl_of_what_it_leads_to) {
  server.put("app.example", {wire::alias("real.example", 20),
                             wire::address("192.0.2.1", 60, "real.example")});
  BOOST_TEST(addresses_of("app.example") == "192.0.2.1:80 for 20");
}

BOOST_AUTO_TEST_CASE(tells_an_address_once) {
  server.put("app.example",
             {wire::address("192.0.2.1", 60), wire::address("192.0.2.1", 60)});
  BOOST_TEST(addresses_of("app.example") == "192.0.2.1:80 for 60");
}

BOOST_AUTO_TEST_CASE(an_ip_address_is_its_own_answer) {
  BOOST_TEST(addresses_of("192.0.2.9") == "192.0.2.9:80 for 0");
  BOOST_TEST(addresses_of("2001:db8::9", ip_family::ipv6)
             == "[2001:db8::9]:80 for 0");
  BOOST_TEST(addresses_of("192.0.2.9", ip_family::ipv6) == "no records");
  BOOST_TEST(server.heard.empty());
}

BOOST_AUTO_TEST_CASE(localhost_is_this_machine_whatever_anybody_says) {
  for (auto name : {"localhost", "LocalHost.", "app.localhost"}) {
    BOOST_TEST(addresses_of(name) == "127.0.0.1:80 for 0");
    BOOST_TEST(addresses_of(name, ip_family::ipv6) == "[::1]:80 for 0");
  }
  BOOST_TEST(server.heard.empty());
  BOOST_TEST(addresses_of("nolocalhost") == "no such name");
}

/// A name of this machine's hosts file with its address, if there is one but
/// for localhost.
std::optional<std::pair<std::string, std::string>> known_host() {
  auto hosts = std::ifstream{"/etc/hosts"};
  for (std::string line; std::getline(hosts, line);) {
    auto words = std::istringstream{line};
    std::string where, name;
    if (words >> where >> name && where.starts_with("127.")
        && name.find("localhost") == name.npos)
      return std::pair{name, where};
  }
  return std::nullopt;
}

BOOST_AUTO_TEST_CASE(the_hosts_file_comes_first,
                     *boost::unit_test::precondition([](auto) {
                       return boost::test_tools::assertion_result{
                         known_host().has_value()};
                     })) {
  auto [name, where] = *known_host();
  auto found = addresses_of(name);
  BOOST_TEST(found.starts_with("127."), found);
  BOOST_TEST(found.find(where + ":80 for 0") != found.npos, found);
  BOOST_TEST(server.heard.empty());
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_too_long_for_udp_comes_over_tcp) {
  std::vector<wire::record> many;
  std::string want;
  for (auto i = 100; i < 250; ++i) {
    auto where = "192.0.2." + std::to_string(i);
    many.push_back(wire::address(where.c_str(), 60));
    want.append(want.empty() ? "" : ", ").append(where).append(":80 for 60");
  }
  server.put("app.example", many);
  server.only_tcp = true;
  BOOST_TEST(addresses_of("app.example") == want);
}

BOOST_AUTO_TEST_CASE(an_answer_has_a_bounded_number_of_addresses) {
  std::vector<wire::record> many;
  for (auto i = 0; i < 2000; ++i) {
    auto where
      = "10.0." + std::to_string(i / 250) + '.' + std::to_string(i % 250);
    many.push_back(wire::address(where.c_str(), 60));
  }
  server.put("app.example", many);
  server.only_tcp = true;
  std::optional<std::string> answer;
  auto asked
    = uut->ask_addresses("app.example", 80, ip_family::ipv4, [&](auto x) {
        answer = std::to_string(x ? x->size() : 0);
      });
  BOOST_TEST(wait_for(answer) == "1000");
}

// -- services -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(finds_services_in_the_order_of_the_reply) {
  server.put("_http._tcp.app.example",
             {wire::service(10, 5, 8080, "one.example", 60),
              wire::service(20, 0, 8081, "two.example", 30)});
  BOOST_TEST(services_of("_http._tcp.app.example")
             == "one.example:8080 priority 10 weight 5 for 60, "
                "two.example:8081 priority 20 weight 0 for 30");
}

BOOST_AUTO_TEST_CASE(a_service_that_is_decidedly_not_there_has_no_records) {
  server.put("_http._tcp.app.example", {wire::service(0, 0, 0, "", 60)});
  BOOST_TEST(services_of("_http._tcp.app.example") == "no records");
}

// -- no answer ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(tells_why_there_is_no_answer) {
  BOOST_TEST(addresses_of("nowhere.example") == "no such name");
  BOOST_TEST(services_of("nowhere.example") == "no such name");
  server.empty("empty.example");
  BOOST_TEST(addresses_of("empty.example") == "no records");
  BOOST_TEST(services_of("empty.example") == "no records");
  server.fail("sick.example", wire::servfail);
  BOOST_TEST(addresses_of("sick.example") == "no server could answer");
  BOOST_TEST(services_of("sick.example") == "no server could answer");
  server.fail("closed.example", wire::refused);
  BOOST_TEST(services_of("closed.example") == "no server could answer");
}

BOOST_AUTO_TEST_CASE(asks_nobody_for_what_is_no_name) {
  using namespace std::string_literals;
  for (auto& name :
       {""s, std::string(300, 'a'), "app\0.example"s, std::string(64, 'a'),
        "app..example"s, "."s, ".app.example"s}) {
    BOOST_TEST(addresses_of(name) == "not a name");
    BOOST_TEST(services_of(name) == "not a name");
  }
  BOOST_TEST(server.heard.empty());
}

BOOST_AUTO_TEST_CASE(a_question_ends_at_its_deadline) {
  make({.deadline = 5s});
  server.distort = [](auto) { return ""; };
  std::optional<std::string> answer;
  auto asked = uut->ask_addresses("app.example", 80, ip_family::ipv4,
                                  [&](auto x) { answer = spelled(x); });
  clock.advance(4s);
  loop.run_until_idle();
  BOOST_TEST(!answer.has_value());
  clock.advance(1100ms);
  loop.run_until_idle();
  BOOST_TEST(answer.value_or("nothing") == "no reply in time");
}

BOOST_AUTO_TEST_CASE(asks_again_when_a_reply_is_lost) {
  auto machine = loop::event_loop{}; // c-ares has no other clock
  auto there = test::dns_server{machine};
  there.put("app.example", {wire::address("192.0.2.1", 60)});
  auto replies = 0;
  there.distort = [&](auto x) { return ++replies == 1 ? "" : x; };
  auto asking
    = resolver{machine, {.servers = {there.where()}, .timeout = 50ms}};
  std::optional<std::string> answer;
  auto asked = asking.ask_addresses("app.example", 80, ip_family::ipv4,
                                    [&](auto x) { answer = spelled(x); });
  for (auto i = 0; i < 500 && !answer; ++i)
    machine.turn(10ms);
  BOOST_TEST(answer.value_or("nothing") == "192.0.2.1:80 for 60");
  BOOST_TEST(there.heard.size() == 2u);
}

BOOST_AUTO_TEST_CASE(nobody_is_where_the_server_should_be) {
  auto nowhere = [&] {
    auto gone = test::dns_server{loop};
    return gone.where();
  }();
  uut.emplace(loop, resolver_options{.servers = {nowhere}});
  BOOST_TEST(services_of("app.example") == "no server could answer");
}

// -- replies that are none ----------------------------------------------------

BOOST_AUTO_TEST_CASE(no_prefix_of_a_reply_is_taken_for_one) {
  server.put("app.example", {wire::address("192.0.2.1", 60)});
  server.put("_http._tcp.app.example",
             {wire::service(10, 5, 8080, "one.example", 60)});
  make({.deadline = 5s});
  for (std::string name : {"app.example", "_http._tcp.app.example"}) {
    auto whole = std::size_t{1};
    for (auto cut = std::size_t{0}; cut < whole; ++cut) {
      server.distort = [&](std::string x) {
        whole = x.size();
        return x.substr(0, cut);
      };
      std::optional<std::string> answer;
      auto note = [&](auto x) { answer = spelled(x); };
      auto asked = name.starts_with('_')
                     ? uut->ask_services(name, note)
                     : uut->ask_addresses(name, 80, ip_family::ipv4, note);
      loop.run_until_idle();
      clock.advance(6s);
      loop.run_until_idle();
      BOOST_TEST_CONTEXT(name << " cut at " << cut)
      BOOST_TEST((answer == "a malformed reply" || answer == "no records"
                  || answer == "no reply in time"),
                 answer.value_or("none"));
    }
    BOOST_TEST(whole > 40u);
  }
}

BOOST_AUTO_TEST_CASE(garbage_is_no_answer) {
  make({.deadline = 5s});
  server.put("app.example", {wire::address("192.0.2.1", 60)});
  for (auto at = std::size_t{2}; at < 60; ++at) {
    server.distort = [&](std::string x) {
      for (auto i = at; i < x.size(); ++i)
        x[i] = static_cast<char>(x[i] ^ 0xff);
      return x;
    };
    std::optional<std::string> answer;
    auto asked = uut->ask_addresses("app.example", 80, ip_family::ipv4,
                                    [&](auto x) { answer = spelled(x); });
    loop.run_until_idle();
    clock.advance(6s);
    loop.run_until_idle();
    BOOST_TEST(answer.has_value()); // whatever it is: it came, and in time
  }
}

// -- who goes early -----------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_question_that_was_withdrawn_is_not_answered) {
  server.put("app.example", {wire::address("192.0.2.1", 60)});
  auto answers = 0;
  {
    auto asked = uut->ask_addresses("app.example", 80, ip_family::ipv4,
                                    [&](auto) { ++answers; });
    auto known = uut->ask_addresses("192.0.2.1", 80, ip_family::ipv4,
                                    [&](auto) { ++answers; });
  }
  loop.run_until_idle();
  clock.advance(1min);
  loop.run_until_idle();
  BOOST_TEST(answers == 0);
  BOOST_TEST(!server.heard.empty());
}

BOOST_AUTO_TEST_CASE(questions_outlive_their_resolver) {
  server.distort = [](auto) { return ""; };
  std::optional<std::string> answer;
  auto asked = uut->ask_addresses("app.example", 80, ip_family::ipv4,
                                  [&](auto x) { answer = spelled(x); });
  loop.run_until_idle();
  uut.reset();
  BOOST_TEST(!answer.has_value());
  loop.run_until_idle();
  BOOST_TEST(answer.value_or("nothing") == "cancelled");
}

BOOST_AUTO_TEST_CASE(an_answer_may_be_the_end_of_the_resolver) {
  server.put("app.example", {wire::address("192.0.2.1", 60)});
  std::string heard;
  auto second = question{};
  auto first
    = uut->ask_addresses("app.example", 80, ip_family::ipv4, [&](auto x) {
        heard += spelled(x) + "; ";
        uut.reset();
      });
  second = uut->ask_addresses("app.example", 81, ip_family::ipv4,
                              [&](auto x) { heard += spelled(x) + "; "; });
  loop.run_until_idle();
  BOOST_TEST(heard.starts_with("192.0.2.1:80 for 60; "));
  BOOST_TEST(std::ranges::count(heard, ';') == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::dns
