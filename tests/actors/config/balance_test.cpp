#include "actors/config/load.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

std::string with(std::string_view lines) {
  return std::string{"listeners: [127.0.0.1:80]\nroutes: [{upstream: app}]\n"
                     "upstreams:\n  app:\n    backends: [127.0.0.1:81]\n    "}
    .append(lines);
}

balance_options loaded(std::string_view lines) {
  auto got = load_text(with(lines), "f");
  BOOST_TEST_REQUIRE(got.ok());
  return got->proxy.upstreams.at("app").balance;
}

std::string wrong(std::string_view lines) {
  auto got = load_text(with(lines), "f");
  BOOST_TEST_REQUIRE(!got.ok());
  return got.error().front().message;
}

BOOST_AUTO_TEST_SUITE(balance_test)

BOOST_AUTO_TEST_CASE(without_a_word_backends_take_turns_by_weight) {
  auto x = loaded("");
  BOOST_TEST((x.policy.how == balancing::smooth_weighted));
  BOOST_TEST(!x.sticky.has_value());
  BOOST_TEST(x.eligibility.panic_threshold == 0u);
  BOOST_TEST((x.eligibility.slow_start.window == 0s));
}

BOOST_AUTO_TEST_CASE(each_way_has_a_name) {
  using enum balancing;
  for (auto& [name, how] :
       std::initializer_list<std::pair<const char*, balancing>>{
         {"round_robin", smooth_weighted},
         {"unweighted_round_robin", round_robin},
         {"random", weighted_random},
         {"unweighted_random", random},
         {"least_connections", least_connections},
         {"two_choices", two_choices},
         {"peak_ewma", peak_ewma},
         {"ip_hash", ip_hash},
         {"ketama", ketama},
         {"bounded_ketama", bounded_ketama},
         {"maglev", maglev}}) {
    BOOST_TEST((loaded(std::string{"balance: "} + name).policy.how == how));
    auto map = std::string{"balance: {by: "}.append(name).append("}");
    BOOST_TEST((loaded(map).policy.how == how));
  }
}

BOOST_AUTO_TEST_CASE(a_way_may_have_options) {
  auto x = loaded("balance: {by: bounded_ketama, bound: 1.5, key: path}");
  BOOST_TEST(x.policy.bound == 1.5);
  BOOST_TEST(loaded("balance: {by: maglev, slots: 251}").policy.maglev_slots
             == 251u);
  BOOST_TEST(
    (loaded("balance: {by: peak_ewma, decay: 3s}").policy.ewma_decay == 3s));
}

BOOST_AUTO_TEST_CASE(keys_are_words_cookies_or_fields) {
  codecs::http1::request_head head;
  head.target = {.text = "/a?b", .path = "/a"};
  head.fields.append("X-User", "ada");
  head.fields.append("Cookie", "id=7");
  auto key = [&](std::string_view said) {
    auto x = loaded(
      std::string{"balance: {by: ketama, key: '"}.append(said).append("'}"));
    return std::string{x.key.of(head, "192.0.2.7").value_or("(none)")};
  };
  BOOST_TEST(key("uri") == "/a?b");
  BOOST_TEST(key("path") == "/a");
  BOOST_TEST(key("client") == "192.0.2.7");
  BOOST_TEST(key("stage") == "(none)");
  BOOST_TEST(key("cookie:id") == "7");
  BOOST_TEST(key("X-User") == "ada");
}

BOOST_AUTO_TEST_CASE(sessions_may_stick) {
  auto x = loaded("sticky: lead");
  BOOST_TEST(x.sticky->cookie == "lead");
  x = loaded("sticky: {cookie: lead, max_age: 2h, secret: hush}");
  BOOST_TEST(x.sticky->cookie == "lead");
  BOOST_TEST((x.sticky->max_age == 2h));
  BOOST_TEST(x.sticky->secret == "hush");
}

BOOST_AUTO_TEST_CASE(backends_may_start_slowly_and_panic) {
  auto x = loaded("slow_start: 30s\n    panic_threshold: 0.5").eligibility;
  BOOST_TEST((x.slow_start.window == 30s));
  BOOST_TEST(x.panic_threshold == 50u);
  x = loaded("slow_start: {window: 1m, floor: 0.2, aggression: 2}").eligibility;
  BOOST_TEST((x.slow_start.window == 1min));
  BOOST_TEST(x.slow_start.floor == 0.2);
  BOOST_TEST(x.slow_start.aggression == 2.0);
}

BOOST_AUTO_TEST_CASE(finds_what_is_wrong) {
  BOOST_TEST(wrong("balance: least_conn")
               .starts_with("'balance' should be one of round_robin, "));
  BOOST_TEST(wrong("balance: {key: uri}") == "'by' is missing here");
  BOOST_TEST(wrong("balance: {by: ketama, key: 'a b'}")
             == "'key' should be uri, path, client, stage, cookie:NAME or a "
                "field's name, not 'a b'");
  BOOST_TEST(wrong("balance: {by: ketama, key: 'cookie:'}")
             == "'key' should be uri, path, client, stage, cookie:NAME or a "
                "field's name, not 'cookie:'");
  BOOST_TEST(wrong("balance: {by: bounded_ketama, bound: much}")
               .starts_with("'bound' should be a number"));
  BOOST_TEST(wrong("balance: {by: bounded_ketama, bound: 0.9}")
             == "the bound of a backend's load is 1 or more times its share");
  BOOST_TEST(wrong("balance: {by: maglev, slots: 250}").find("prime")
             != std::string::npos);
  BOOST_TEST(wrong("sticky: 'a;b'")
             == "'sticky' should be a cookie's name, not 'a;b'");
  BOOST_TEST(wrong("slow_start: {floor: 0.5}") == "'window' is missing here");
  BOOST_TEST(wrong("slow_start: {window: 1s, aggression: 0}")
             == "the aggression of a slow start is above 0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
