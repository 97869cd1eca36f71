#include "actors/cors/cors_policy.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

namespace troupe::actors {
namespace {

using codecs::fields::map;
using std::string;
using std::string_view;
using lines = std::vector<std::pair<string, string>>;

const auto own = string{"https://a.example"};

map fields_of(const lines& x) {
  auto result = map{};
  for (auto& [name, value] : x)
    result.append(name, value);
  return result;
}

struct answer {
  cors_decision decision;
  string text;
};

answer decided(const cors_options& options, string_view method,
               const lines& request) {
  BOOST_TEST_REQUIRE(problem_with(options).value_or("") == "");
  auto out = map{};
  auto result
    = answer{cors_policy{options}.decide(method, fields_of(request), out), {}};
  for (auto& x : out)
    result.text.append(x.name).append(": ").append(x.value).append("\n");
  return result;
}

lines preflight(const string& origin, const string& method,
                const lines& more = {}) {
  auto result
    = lines{{"Origin", origin}, {"Access-Control-Request-Method", method}};
  result.insert(result.end(), more.begin(), more.end());
  return result;
}

bool allows(const cors_options& options, const string& origin) {
  auto got = decided(options, "GET", {{"Origin", origin}});
  BOOST_TEST((got.decision.kind == cors_kind::actual));
  auto said = got.text.find("Access-Control-Allow-Origin") != string::npos;
  BOOST_TEST(said == got.decision.allowed);
  return said;
}

const auto vary_by_request = string{"Vary: Access-Control-Request-Method,"
                                    " Access-Control-Request-Headers\n"};

BOOST_AUTO_TEST_SUITE(cors_policy_test)

BOOST_AUTO_TEST_CASE(a_request_without_origin_is_none_but_varies) {
  auto got = decided({.origins = {own}}, "GET", {});
  BOOST_TEST((got.decision.kind == cors_kind::none));
  BOOST_TEST(got.text == "Vary: Origin\n");
  BOOST_TEST(decided({.origins = {"*"}}, "GET", {}).text == "");
}

BOOST_AUTO_TEST_CASE(names_the_origin_that_asks) {
  auto got = decided(
    {.origins = {own, "https://b.example"}, .exposed = {"X-A", "X-B"}}, "GET",
    {{"Origin", "https://b.example"}});
  BOOST_TEST((got.decision.kind == cors_kind::actual));
  BOOST_TEST(got.decision.allowed);
  BOOST_TEST(got.text
             == "Vary: Origin\n"
                "Access-Control-Allow-Origin: https://b.example\n"
                "Access-Control-Expose-Headers: X-A, X-B\n");
}

BOOST_AUTO_TEST_CASE(any_origin_needs_no_name_and_does_not_vary) {
  auto got = decided({.origins = {"*"}}, "POST", {{"Origin", own}});
  BOOST_TEST(got.text == "Access-Control-Allow-Origin: *\n");
  BOOST_TEST(allows({.origins = {"*"}}, "null"));
}

BOOST_AUTO_TEST_CASE(another_origin_is_told_nothing) {
  auto got = decided({.origins = {own}, .credentials = true}, "GET",
                     {{"Origin", "https://evil.test"}});
  BOOST_TEST((got.decision.kind == cors_kind::actual));
  BOOST_TEST(!got.decision.allowed);
  BOOST_TEST(got.text == "Vary: Origin\n");
}

BOOST_AUTO_TEST_CASE(origins_are_the_same_to_the_last_letter) {
  auto exact = cors_options{.origins = {"https://A.example:8443"}};
  BOOST_TEST(allows(exact, "https://a.example:8443"));
  for (auto origin :
       {"https://a.example", "http://a.example:8443",
        "https://a.example:8443.evil.test", "https://a.example:84", "null", "",
        "https://a.example:8443/"})
    BOOST_TEST(!allows(exact, origin), origin);
}

BOOST_AUTO_TEST_CASE(wildcards_are_for_hosts_below) {
  auto below = cors_options{.origins = {"https://*.a.example"}};
  BOOST_TEST(allows(below, "https://b.a.example"));
  BOOST_TEST(allows(below, "https://c.b.A.example"));
  for (auto origin :
       {"https://a.example", "https://.a.example", "http://b.a.example",
        "https://b.a.example:8443", "https://evil.test/.a.example",
        "https://evil.test#.a.example", "https://x@b.a.example",
        "https://evila.example", "https://b.a.example.evil.test"})
    BOOST_TEST(!allows(below, origin), origin);
}

BOOST_AUTO_TEST_CASE(null_is_allowed_by_name_only) {
  BOOST_TEST(!allows({.origins = {own}}, "null"));
  BOOST_TEST(allows({.origins = {"null"}}, "null"));
}

BOOST_AUTO_TEST_CASE(two_origins_are_nobodys) {
  auto got
    = decided({.origins = {own}}, "GET", {{"Origin", own}, {"Origin", own}});
  BOOST_TEST(!got.decision.allowed);
}

BOOST_AUTO_TEST_CASE(answers_a_preflight) {
  auto got = decided(
    {.origins = {own},
     .methods = {"PUT", "GET"},
     .headers = {"X-A", "Content-Type"},
     .exposed = {"X-Never-Here"},
     .credentials = true,
     .max_age = std::chrono::seconds{600}},
    "OPTIONS",
    preflight(own, "PUT",
              {{"Access-Control-Request-Headers", "content-type,x-a"}}));
  BOOST_TEST((got.decision.kind == cors_kind::preflight));
  BOOST_TEST(got.decision.allowed);
  BOOST_TEST(got.text
             == "Vary: Origin\n" + vary_by_request
                  + "Access-Control-Allow-Origin: https://a.example\n"
                    "Access-Control-Allow-Credentials: true\n"
                    "Access-Control-Allow-Methods: GET, HEAD, POST, PUT\n"
                    "Access-Control-Allow-Headers: X-A, Content-Type\n"
                    "Access-Control-Max-Age: 600\n");
}

BOOST_AUTO_TEST_CASE(whatever_is_asked_for_is_named) {
  auto got = decided(
    {.origins = {own}, .methods = {"*"}, .headers = {"*"}, .credentials = true},
    "OPTIONS",
    preflight(own, "PURGE",
              {{"Access-Control-Request-Headers", "authorization"}}));
  BOOST_TEST(got.text
             == "Vary: Origin\n" + vary_by_request
                  + "Access-Control-Allow-Origin: https://a.example\n"
                    "Access-Control-Allow-Credentials: true\n"
                    "Access-Control-Allow-Methods: PURGE\n"
                    "Access-Control-Allow-Headers: authorization\n");
}

BOOST_AUTO_TEST_CASE(a_preflight_that_asks_too_much_is_told_nothing) {
  auto options
    = cors_options{.origins = {own}, .methods = {"PUT"}, .headers = {"X-A"}};
  auto asks = [](const string& headers) {
    return lines{{"Access-Control-Request-Headers", headers}};
  };
  for (auto& request :
       {preflight("https://evil.test", "PUT"), preflight(own, "DELETE"),
        preflight(own, "put"), preflight(own, "PUT", asks("x-a, x-b")),
        preflight(own, "PUT", asks("x a"))}) {
    auto got = decided(options, "OPTIONS", request);
    BOOST_TEST((got.decision.kind == cors_kind::preflight));
    BOOST_TEST(!got.decision.allowed);
    BOOST_TEST(got.text == "Vary: Origin\n" + vary_by_request);
  }
  BOOST_TEST(
    decided(options, "OPTIONS", preflight(own, "HEAD")).decision.allowed);
  // Nor is what is no token echoed where all is allowed.
  options = {.origins = {own}, .methods = {"*"}, .headers = {"*"}};
  BOOST_TEST(
    !decided(options, "OPTIONS", preflight(own, "a b")).decision.allowed);
  BOOST_TEST(!decided(options, "OPTIONS", preflight(own, "PUT", asks("a b")))
                .decision.allowed);
}

BOOST_AUTO_TEST_CASE(
  options_without_a_method_asked_for_is_a_request_like_others) {
  auto got = decided({.origins = {own}}, "OPTIONS", {{"Origin", own}});
  BOOST_TEST((got.decision.kind == cors_kind::actual));
  auto other = decided({.origins = {own}}, "GET", preflight(own, "PUT"));
  BOOST_TEST((other.decision.kind == cors_kind::actual));
}

BOOST_AUTO_TEST_CASE(private_networks_are_opened_on_request_only) {
  auto asks = lines{{"Access-Control-Request-Private-Network", "true"}};
  auto says = [](const answer& x) {
    return x.text.find("Access-Control-Allow-Private-Network: true\n")
           != string::npos;
  };
  auto open = cors_options{.origins = {own}, .private_network = true};
  BOOST_TEST(says(decided(open, "OPTIONS", preflight(own, "GET", asks))));
  BOOST_TEST(!says(decided(open, "OPTIONS", preflight(own, "GET"))));
  BOOST_TEST(
    !says(decided({.origins = {own}}, "OPTIONS", preflight(own, "GET", asks))));
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_its_options) {
  auto problem
    = [](const cors_options& x) { return problem_with(x).value_or(""); };
  BOOST_TEST(problem({}) == "no origin is allowed");
  for (auto origin : {"a.example", "https://", "://a", "https://a.example/",
                      "https://a.*", "https://*", "https://u@a.example", ""})
    BOOST_TEST(problem({.origins = {origin}})
                 == '\'' + string{origin}
                      + "' is not an origin such as https://a.example, without"
                        " a path",
               origin);
  for (auto origin : {"*", "null", "http://localhost:3000", "https://[::1]:80",
                      "https://*.a.example:8443", "app://x"})
    BOOST_TEST(problem({.origins = {origin}}) == "", origin);
  BOOST_TEST(problem({.origins = {own}, .methods = {"A B"}})
             == "'A B' is not the name of a method");
  BOOST_TEST(problem({.origins = {own}, .headers = {"A:"}})
             == "'A:' is not the name of a field");
  BOOST_TEST(problem({.origins = {own}, .exposed = {""}})
             == "'' is not the name of a field");
  BOOST_TEST(problem({.origins = {"*"}, .credentials = true})
             == "any origin together with credentials would let every site act"
                " for whoever is logged in");
  BOOST_TEST(problem({.origins = {own}, .exposed = {"*"}, .credentials = true})
             == "'*' is not a wildcard for exposed fields where there are"
                " credentials");
  BOOST_TEST(problem({.origins = {own}, .max_age = std::chrono::seconds{-1}})
             == "a maximum age is not negative");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
