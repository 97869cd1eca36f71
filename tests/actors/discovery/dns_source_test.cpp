#include "tests/support/dns_server.hpp"
#include "tests/support/loop_fixture.hpp"
#include "tests/support/source_diary.hpp"

#include "actors/discovery/dns_source.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <memory>
#include <string>
#include <utility>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace wire = test::dns;

class source_fixture : public test::loop_fixture {
protected:
  ~source_fixture() { end_subscriber(); }

  dns_options plain() const {
    return {.name = "app.example",
            .families = ip_families::ipv4,
            .timing = {},
            .resolver = {.servers = {server.where()}}};
  }

  dns_options services() const {
    auto result = plain();
    result.name = "_http._tcp.app.example";
    result.kind = dns_kind::services;
    return result;
  }

  void spawn_uut(dns_options options) {
    BOOST_TEST(problem_with(options).value_or("") == "");
    subscriber = sys.spawn(test::keep_diary, heard);
    uut = spawn_pinned<dns_source>(unit, std::move(options), subscriber);
    settle();
  }

  void end_subscriber() {
    caf::anon_send_exit(subscriber, caf::exit_reason::user_shutdown);
    subscriber = nullptr;
    settle();
  }

  void addresses(const std::string& name,
                 std::initializer_list<const char*> all,
                 std::uint32_t ttl = 60) {
    std::vector<wire::record> records;
    for (auto x : all)
      records.push_back(wire::address(x, ttl));
    server.put(name, records);
  }

  /// What the subscriber was told since the last time.
  std::string news() {
    settle();
    return std::exchange(*heard, {});
  }

  /// Questions since the last time.
  std::size_t questions() { return std::exchange(server.heard, {}).size(); }

  test::dns_server server{loop};
  test::source_diary heard = std::make_shared<std::string>();
  discovery_subscriber_actor subscriber;
  backend_source_actor uut;
};

BOOST_FIXTURE_TEST_SUITE(dns_source_test, source_fixture)

BOOST_AUTO_TEST_CASE(asks_again_when_the_answer_holds_no_longer) {
  addresses("app.example", {"10.0.0.2", "10.0.0.1"}, 20);
  spawn_uut(plain());
  BOOST_TEST(news() == "found 10.0.0.1:80 10.0.0.2:80");
  BOOST_TEST(questions() == 1u);
  pass(19s);
  BOOST_TEST(questions() == 0u);
  addresses("app.example", {"10.0.0.1", "10.0.0.2"}, 20);
  pass(1100ms);
  BOOST_TEST(questions() == 1u);
  BOOST_TEST(news() == "");
  addresses("app.example", {"10.0.0.3", "10.0.0.2"}, 20);
  pass(20100ms);
  BOOST_TEST(news() == "found 10.0.0.2:80 10.0.0.3:80");
}

BOOST_AUTO_TEST_CASE(nobody_is_forgotten_because_of_a_failure) {
  addresses("app.example", {"10.0.0.1"}, 20);
  spawn_uut(plain());
  BOOST_TEST(news() == "found 10.0.0.1:80");
  server.remove("app.example");
  pass(20100ms);
  BOOST_TEST(news() == "failed app.example: no such name");
  pass(2100ms);
  pass(4100ms);
  BOOST_TEST(questions() == 4u);
  BOOST_TEST(news() == "");
  server.empty("app.example");
  pass(8100ms);
  BOOST_TEST(news() == "failed app.example: no records");
  addresses("app.example", {"10.0.0.1"}, 20);
  pass(16100ms);
  BOOST_TEST(news() == "");
  server.fail("app.example", wire::servfail);
  pass(20100ms);
  BOOST_TEST(news() == "failed app.example: no server could answer");
  addresses("app.example", {"10.0.0.2"}, 20);
  pass(2100ms);
  BOOST_TEST(news() == "found 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(silence_is_a_failure_and_is_not_waited_for_forever) {
  server.distort = [](auto) { return ""; };
  auto options = plain();
  options.resolver.deadline = 3s;
  spawn_uut(options);
  pass(2900ms);
  BOOST_TEST(news() == "");
  pass(200ms);
  BOOST_TEST(news() == "failed app.example: no reply in time");
  server.distort = nullptr;
  addresses("app.example", {"10.0.0.1"});
  pass(2100ms);
  BOOST_TEST(news() == "found 10.0.0.1:80");
}

BOOST_AUTO_TEST_CASE(a_family_that_is_lost_on_the_way_is_not_forgotten) {
  auto options = plain();
  options.families = ip_families::both;
  options.resolver.deadline = 3s;
  addresses("app.example", {"10.0.0.1"});
  server.put("app.example", {wire::address("2001:db8::1", 60)});
  spawn_uut(options);
  BOOST_TEST(news() == "found [2001:db8::1]:80 10.0.0.1:80");
  server.distort = [](std::string x) {
    auto asked = wire::read_question(x);
    return asked.type == wire::aaaa ? "" : x;
  };
  addresses("app.example", {"10.0.0.2"});
  pass(60100ms);
  pass(3100ms);
  BOOST_TEST(news() == "found [2001:db8::1]:80 10.0.0.2:80");
}

BOOST_AUTO_TEST_CASE(looks_at_once_when_it_is_told_to) {
  addresses("app.example", {"10.0.0.1"});
  spawn_uut(plain());
  news();
  addresses("app.example", {"10.0.0.2"});
  caf::anon_send(uut, look_again{});
  caf::anon_send(uut, look_again{});
  BOOST_TEST(news() == "found 10.0.0.2:80");
  BOOST_TEST(questions() == 2u);
  pass(59s);
  BOOST_TEST(questions() == 0u); // the time to live begins anew
}

BOOST_AUTO_TEST_CASE(services_become_the_addresses_of_their_targets) {
  server.put("_http._tcp.app.example",
             {wire::service(10, 5, 8080, "one.example", 60),
              wire::service(20, 0, 8081, "two.example", 30)});
  addresses("one.example", {"10.0.0.1", "10.0.0.2"});
  addresses("two.example", {"10.0.0.1"});
  spawn_uut(services());
  BOOST_TEST(news() == "found 10.0.0.1:8080 10.0.0.1:8081 10.0.0.2:8080");
  questions();
  pass(29s);
  BOOST_TEST(questions() == 0u);
  addresses("two.example", {"10.0.0.4"});
  pass(1100ms);
  BOOST_TEST(news() == "found 10.0.0.1:8080 10.0.0.2:8080 10.0.0.4:8081");
  BOOST_TEST(questions() == 3u);
}

BOOST_AUTO_TEST_CASE(services_without_any_address_are_a_failure) {
  server.put("_http._tcp.app.example",
             {wire::service(10, 5, 8080, "one.example", 60)});
  spawn_uut(services());
  BOOST_TEST(news() == "failed one.example: no such name");
  server.remove("_http._tcp.app.example");
  pass(2100ms);
  BOOST_TEST(news() == "failed _http._tcp.app.example: no such name");
}

BOOST_AUTO_TEST_CASE(many_services_are_all_found) {
  std::vector<wire::record> many;
  for (auto i = 0; i < 100; ++i) {
    auto target = "t" + std::to_string(i) + ".example";
    many.push_back(wire::service(10, 1, 80, target, 60));
    addresses(target, {("10.0.1." + std::to_string(i)).c_str()});
  }
  server.put("_http._tcp.app.example", many);
  server.only_tcp = true;
  spawn_uut(services());
  auto told = news();
  BOOST_TEST(std::ranges::count(told, ':') == 100);
  BOOST_TEST(told.starts_with("found 10.0.1.0:80 "));
}

BOOST_AUTO_TEST_CASE(ends_when_its_subscriber_does) {
  addresses("app.example", {"10.0.0.1"});
  spawn_uut(plain());
  auto* ours = caf::actor_cast<caf::abstract_actor*>(uut);
  BOOST_TEST(!ours->getf(caf::abstract_actor::is_terminated_flag));
  end_subscriber();
  BOOST_TEST(ours->getf(caf::abstract_actor::is_terminated_flag));
  questions();
  pass(1h);
  BOOST_TEST(questions() == 0u);
}

BOOST_AUTO_TEST_CASE(may_end_while_it_asks) {
  server.distort = [](auto) { return ""; };
  spawn_uut(plain());
  end_subscriber();
  pass(1h);
  BOOST_TEST(news() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
