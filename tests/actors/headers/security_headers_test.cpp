#include "actors/headers/security_headers.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using codecs::fields::map;
using std::string;

string said(const security_header_options& options, bool secure,
            map response = {}) {
  BOOST_TEST_REQUIRE(problem_with(options).value_or("") == "");
  security_headers{options}.apply(response, secure);
  auto result = string{};
  for (auto& x : response)
    result.append(x.name).append(": ").append(x.value).append("\n");
  return result;
}

// Says nothing at all.
security_header_options silent() {
  return {.nosniff = false,
          .frame_options = "",
          .referrer_policy = "",
          .cross_origin_opener_policy = ""};
}

BOOST_AUTO_TEST_SUITE(security_headers_test)

BOOST_AUTO_TEST_CASE(the_defaults_harm_no_ordinary_page) {
  BOOST_TEST(said({}, true)
             == "X-Content-Type-Options: nosniff\n"
                "X-Frame-Options: SAMEORIGIN\n"
                "Referrer-Policy: strict-origin-when-cross-origin\n"
                "Cross-Origin-Opener-Policy: same-origin\n");
  BOOST_TEST(said(silent(), true) == "");
}

BOOST_AUTO_TEST_CASE(says_what_it_is_told_to) {
  auto options = silent();
  options.content_security_policy = "default-src 'self'";
  options.permissions_policy = "camera=()";
  options.cross_origin_embedder_policy = "require-corp";
  options.cross_origin_resource_policy = "same-site";
  BOOST_TEST(said(options, false)
             == "Content-Security-Policy: default-src 'self'\n"
                "Permissions-Policy: camera=()\n"
                "Cross-Origin-Embedder-Policy: require-corp\n"
                "Cross-Origin-Resource-Policy: same-site\n");
}

BOOST_AUTO_TEST_CASE(hsts_is_for_those_who_came_by_tls) {
  auto options = silent();
  options.hsts = hsts_options{};
  BOOST_TEST(said(options, false) == "");
  BOOST_TEST(said(options, true)
             == "Strict-Transport-Security: max-age=31536000\n");
  options.hsts = hsts_options{.max_age = std::chrono::hours{24 * 730},
                              .include_subdomains = true,
                              .preload = true};
  BOOST_TEST(said(options, true)
             == "Strict-Transport-Security: max-age=63072000;"
                " includeSubDomains; preload\n");
}

BOOST_AUTO_TEST_CASE(the_origin_knows_better_unless_told_otherwise) {
  auto options = silent();
  options.frame_options = "DENY";
  auto response = [] {
    auto x = map{};
    x.append("x-frame-options", "SAMEORIGIN");
    x.append("Server", "origin");
    return x;
  };
  BOOST_TEST(said(options, false, response())
             == "x-frame-options: SAMEORIGIN\nServer: origin\n");
  options.override_origin = true;
  BOOST_TEST(said(options, false, response())
             == "X-Frame-Options: DENY\nServer: origin\n");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_its_options) {
  auto problem = [](const security_header_options& x) {
    return problem_with(x).value_or("");
  };
  BOOST_TEST(problem({.frame_options = "deny"})
             == "X-Frame-Options is none of DENY SAMEORIGIN: 'deny'");
  BOOST_TEST(problem({.cross_origin_resource_policy = "none"})
             == "Cross-Origin-Resource-Policy is none of same-origin same-site"
                " cross-origin: 'none'");
  BOOST_TEST(problem({.referrer_policy = "x"}).starts_with("Referrer-Policy"));
  BOOST_TEST(problem({.cross_origin_opener_policy = "x"})
               .starts_with("Cross-Origin-Opener-Policy"));
  BOOST_TEST(problem({.cross_origin_embedder_policy = "x"})
               .starts_with("Cross-Origin-Embedder-Policy"));
  BOOST_TEST(problem({.content_security_policy = "a\r\nb"})
             == "a policy is a line of ASCII text");
  BOOST_TEST(
    problem({.hsts = hsts_options{.max_age = std::chrono::seconds{-1}}})
    == "a maximum age is not negative");
  BOOST_TEST(problem({.hsts = hsts_options{.preload = true}})
             == "to be preloaded, HSTS lasts a year at least and includes"
                " subdomains");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
