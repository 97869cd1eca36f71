#include "actors/exchange/route_table.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <vector>

namespace troupe::actors {
namespace {

constexpr auto nowhere = std::size_t{99};

struct asked {
  std::string_view authority;
  std::string_view path;
  std::size_t want;
};

void check(const route_table& uut, std::initializer_list<asked> questions) {
  for (auto& [authority, path, want] : questions)
    BOOST_TEST_CONTEXT(authority << ' ' << path)
  BOOST_TEST(uut.find(authority, path).value_or(nowhere) == want);
}

BOOST_AUTO_TEST_SUITE(route_table_test)

BOOST_AUTO_TEST_CASE(an_empty_table_leads_nowhere) {
  check({}, {{"a.test", "/", nowhere}});
}

BOOST_AUTO_TEST_CASE(hosts_are_compared_without_case_and_port) {
  auto uut = route_table{};
  uut.add("A.test", "/", 0);
  uut.add("[::1]", "/", 1);
  check(uut, {{"a.test", "/", 0},
              {"a.TEST", "/x", 0},
              {"a.test:8080", "/", 0},
              {"a.test:", "/", 0},
              {"a.test.", "/", 0},
              {"a.test.:80", "/", 0},
              {"b.a.test", "/", nowhere},
              {"aa.test", "/", nowhere},
              {"a.tes", "/", nowhere},
              {"", "/", nowhere}});
}

BOOST_AUTO_TEST_CASE(the_name_of_the_connection_may_decide) {
  auto uut = route_table{};
  uut.add("", "/", 0);
  auto named = [&](const char* name, std::size_t target) {
    auto match = route_match{};
    match.server_name = name;
    uut.add(std::move(match), target);
  };
  named("A.test", 1);
  named("*.a.test", 2);
  auto find = [&](std::string_view name) {
    return uut.find({.authority = "a.test", .path = "/", .server_name = name})
      .value_or(nowhere);
  };
  BOOST_TEST(find("a.TEST") == 1u);
  BOOST_TEST(find("b.a.test") == 2u);
  BOOST_TEST(find("ba.test") == 0u);
  BOOST_TEST(find("") == 0u); // whatever the request says
}

BOOST_AUTO_TEST_CASE(wildcards_match_what_lies_below) {
  auto uut = route_table{};
  uut.add("*.A.test", "/", 0);
  check(uut, {{"b.a.test", "/", 0},
              {"B.A.Test:80", "/", 0},
              {"c.b.a.test", "/", 0},
              {"a.test", "/", nowhere},
              {".a.test", "/", nowhere},
              {"ba.test", "/", nowhere},
              {"b.a.test.evil", "/", nowhere}});
}

BOOST_AUTO_TEST_CASE(the_most_specific_host_wins_before_the_longest_path) {
  auto routes = std::vector<std::pair<std::string_view, std::string_view>>{
    {"", "/"},         {"", "/long/path"}, {"*.test", "/"},
    {"*.a.test", "/"}, {"b.a.test", "/"},  {"b.a.test", "/long"}};
  auto order = std::vector<std::size_t>{0, 1, 2, 3, 4, 5};
  do { // in whatever order they come
    auto uut = route_table{};
    for (auto i : order)
      uut.add(routes[i].first, routes[i].second, i);
    check(uut, {{"b.a.test", "/long/path", 5},
                {"b.a.test", "/lo", 4},
                {"c.a.test", "/long/path", 3},
                {"b.c.test", "/long/path", 2},
                {"b.example", "/long/path", 1},
                {"b.example", "/long", 0},
                {"", "/long/path", 1}});
  } while (std::next_permutation(order.begin(), order.end()));
}

BOOST_AUTO_TEST_CASE(a_host_without_the_path_leaves_the_request_to_others) {
  auto uut = route_table{};
  uut.add("a.test", "/a", 0);
  uut.add("*.test", "/b", 1);
  uut.add("", "/", 2);
  check(uut, {{"a.test", "/a", 0}, {"a.test", "/b", 1}, {"a.test", "/c", 2}});
}

BOOST_AUTO_TEST_CASE(paths_are_prefixes_that_end_with_a_segment) {
  auto uut = route_table{};
  uut.add("", "/a", 0);
  uut.add("", "/a/b", 1);
  uut.add("", "/c/", 2);
  check(uut, {{"x", "/a", 0},
              {"x", "/a/", 0},
              {"x", "/a/bc", 0},
              {"x", "/a/b", 1},
              {"x", "/a/b/c", 1},
              {"x", "/ab", nowhere},
              {"x", "/A", nowhere},
              {"x", "/", nowhere},
              {"x", "/c/d", 2},
              {"x", "/c/", 2},
              {"x", "/c", nowhere}});
}

BOOST_AUTO_TEST_CASE(the_root_takes_what_has_no_path) {
  auto uut = route_table{};
  uut.add("", "/", 0);
  check(uut, {{"x", "*", 0}, {"x", "", 0}, {"x", "/", 0}, {"x", "/a", 0}});
  auto other = route_table{};
  other.add("", "/a", 0);
  check(other, {{"x", "*", nowhere}, {"x", "", nowhere}});
}

BOOST_AUTO_TEST_CASE(the_first_of_two_equals_stays) {
  auto uut = route_table{};
  uut.add("a.test", "/", 0);
  uut.add("A.TEST", "/", 1);
  check(uut, {{"a.test", "/", 0}});
}

BOOST_AUTO_TEST_CASE(a_whole_path_wins_and_is_no_prefix) {
  auto uut = route_table{};
  uut.add("", "/a/b", 0);
  uut.add({.path = "/a", .whole_path = true}, 1);
  uut.add("", "/", 2);
  check(uut, {{"x", "/a", 1}, {"x", "/a/", 2}, {"x", "/a/b", 0}});
}

BOOST_AUTO_TEST_CASE(conditions_come_on_top_the_most_of_them_first) {
  auto uut = route_table{};
  uut.add("", "/", 0);
  uut.add({.methods = {"POST", "PUT"}}, 1);
  uut.add({.fields = {{"X-Beta", std::nullopt}}}, 2);
  uut.add({.methods = {"POST"}, .fields = {{"x-beta", "yes"}}}, 3);
  uut.add({.query = {{"v", "2"}, {"w", std::nullopt}}}, 4);
  auto beta = [](std::string_view value) {
    auto fields = codecs::fields::map{};
    fields.append("X-Beta", value);
    return fields;
  };
  auto yes = beta("yes");
  auto no = beta("no");
  auto ask = [&](std::string_view method, const codecs::fields::map* fields,
                 std::string_view query = {}) {
    return uut
      .find({.path = "/x", .query = query, .method = method, .fields = fields})
      .value_or(nowhere);
  };
  BOOST_TEST(ask("GET", nullptr) == 0u);
  BOOST_TEST(ask("PUT", nullptr) == 1u);
  BOOST_TEST(ask("post", nullptr) == 0u); // RFC 9110 section 9.1
  BOOST_TEST(ask("GET", &no) == 2u);
  BOOST_TEST(ask("POST", &no) == 1u); // who came first
  BOOST_TEST(ask("POST", &yes) == 3u);
  BOOST_TEST(ask("GET", nullptr, "w&v=2") == 4u);
  BOOST_TEST(ask("GET", nullptr, "v=2&w=&x") == 4u);
  BOOST_TEST(ask("GET", nullptr, "v=2") == 0u);
  BOOST_TEST(ask("GET", nullptr, "v=22&w") == 0u);
  BOOST_TEST(ask("GET", nullptr, "&&") == 0u);
}

BOOST_AUTO_TEST_CASE(patterns_come_between_whole_paths_and_prefixes) {
  auto uut = route_table{};
  auto by_pattern = [&](std::string_view pattern, std::size_t target) {
    auto match = route_match{};
    match.pattern = pattern;
    uut.add(std::move(match), target);
  };
  uut.add("", "/user/7/photos/large", 0);
  by_pattern("^/user/[0-9]+", 1);
  by_pattern("\\.png$", 2);
  auto whole = route_match{};
  whole.path = "/user/7";
  whole.whole_path = true;
  uut.add(whole, 3);
  uut.add("", "/", 4);
  check(uut, {{"a", "/user/7", 3},
              {"a", "/user/8", 1},
              {"a", "/user/7/photos/large", 1},
              {"a", "/user/9.png", 1}, // who came first
              {"a", "/x.png", 2},
              {"a", "/x.png/", 4},
              {"a", "/user/me", 4},
              {"a", "", 4}});
  auto none = route_match{};
  none.pattern = "(";
  BOOST_CHECK_THROW(uut.add(none, 5), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
