// Which backend a request is led to: by its key, or by its session.
#include "tests/support/stage.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <set>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

struct fixture : test::stage_fixture {
  upstream_here& spawn_uut(const balance_options& balance) {
    auto& result = add_upstream("/", plain(), balance, "app");
    set_backends(result, all());
    return result;
  }

  std::vector<backend_register::entry> all() const {
    auto result = std::vector<backend_register::entry>{};
    for (auto& x : houses)
      result.push_back(
        {.name = to_string(x.address), .address = to_string(x.address)});
    return result;
  }

  /// Which backend answers, as its number, or -1. A client of its own asks.
  int ask(std::string_view fields, std::string_view target = "/") {
    client = connect();
    say(client, std::string{"GET "}
                  .append(target)
                  .append(" HTTP/1.1\r\nHost: a\r\n")
                  .append(fields)
                  .append("\r\n"));
    auto who = -1;
    for (auto i = 0; i < 3; ++i) {
      auto& line = lines[std::size_t(i)];
      if (!line)
        line = accept(houses[std::size_t(i)]);
      if (line && !hear(line).empty()) {
        say(line, "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 0\r\n\r\n");
        BOOST_TEST(who == -1);
        who = i;
      }
    }
    got = hear(client);
    return who;
  }

  /// What the client is to send back.
  std::string cookie() const {
    constexpr std::string_view name = "Set-Cookie: ";
    auto begin = got.find(name);
    if (begin == std::string::npos)
      return {};
    begin += name.size();
    return "Cookie: " + got.substr(begin, got.find(';', begin) - begin)
           + "\r\n";
  }

  std::vector<test::origin_house> houses = [this] {
    auto result = std::vector<test::origin_house>{};
    for (auto i = 0; i < 3; ++i)
      result.push_back(build_house());
    return result;
  }();
  std::array<test::peer, 3> lines;
  test::peer client;
  std::string got;
};

BOOST_FIXTURE_TEST_SUITE(backend_choice_test, fixture)

BOOST_AUTO_TEST_CASE(the_same_key_leads_to_the_same_backend) {
  spawn_uut({.policy = {.how = balancing::ketama},
             .key = balancing_key{balancing_key::kind::field, "X-User"}});
  auto seen = std::set<int>{};
  for (auto user : {"ada", "bob", "eve", "joe", "kim", "lea", "max", "pia"}) {
    auto field = std::string{"X-User: "}.append(user).append("\r\n");
    auto who = ask(field);
    BOOST_TEST(who >= 0);
    BOOST_TEST(ask(field) == who);
    seen.insert(who);
  }
  BOOST_TEST(seen.size() > 1u);
}

BOOST_AUTO_TEST_CASE(by_its_address_a_client_comes_to_the_same_backend) {
  spawn_uut({.policy = {.how = balancing::ip_hash}});
  auto who = ask("");
  BOOST_TEST(who >= 0);
  for (auto i = 0; i < 5; ++i)
    BOOST_TEST(ask("", "/" + std::to_string(i)) == who);
}

BOOST_AUTO_TEST_CASE(a_session_sticks_to_its_backend) {
  spawn_uut({.sticky = sticky_options{}});
  auto first = ask("");
  auto mine = cookie();
  BOOST_TEST(got.find("; Path=/; HttpOnly; SameSite=Lax\r\n")
             != std::string::npos);
  for (auto i = 0; i < 5; ++i) {
    BOOST_TEST(ask(mine) == first);
    BOOST_TEST(cookie() == ""); // the client knows
  }
  auto second = ask(""); // another client
  BOOST_TEST(second != first);
  BOOST_TEST(cookie() != mine);
}

BOOST_AUTO_TEST_CASE(a_cookie_that_means_nobody_is_replaced) {
  spawn_uut({.sticky = sticky_options{.cookie = "lead", .max_age = 60s}});
  BOOST_TEST(ask("Cookie: a=b; lead=0123456789abcdef\r\n") >= 0);
  BOOST_TEST(cookie().starts_with("Cookie: lead="));
  BOOST_TEST(got.find("; Path=/; Max-Age=60; ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_session_moves_when_its_backend_may_not_be_asked) {
  auto& uut = spawn_uut({.sticky = sticky_options{}});
  auto first = ask("");
  auto mine = cookie();
  auto& known = register_of(uut);
  auto name = to_string(houses[std::size_t(first)].address);
  known.set_mode(name, backend_mode::draining, loop.now());
  adopt(uut, {});
  BOOST_TEST(ask(mine) == first); // a session may finish there
  for (auto i = 0; i < 4; ++i)
    BOOST_TEST(ask("") != first); // but nobody else comes
  known.set_mode(name, backend_mode::disabled, loop.now());
  adopt(uut, {});
  auto second = ask(mine);
  BOOST_TEST(second != first);
  mine = cookie();
  BOOST_TEST(ask(mine) == second);
}

BOOST_AUTO_TEST_CASE(a_session_whose_backend_has_left_goes_elsewhere) {
  auto& uut = spawn_uut({.sticky = sticky_options{}});
  auto first = ask("");
  auto mine = cookie();
  auto rest = all();
  rest.erase(rest.begin() + first);
  set_backends(uut, rest);
  BOOST_TEST(ask(mine) != first);
  BOOST_TEST(cookie() != "");
}

BOOST_AUTO_TEST_CASE(backups_are_asked_when_nobody_else_may_be) {
  auto& uut = spawn_uut({});
  auto some = all();
  some[1].tier = some[2].tier = backend_tier::backup;
  set_backends(uut, some);
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(ask("") == 0);
  register_of(uut).set_healthy(uut.backends()[0]->id(), false, loop.now());
  adopt(uut, {});
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(ask("") > 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
