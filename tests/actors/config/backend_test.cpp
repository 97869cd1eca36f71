#include "actors/config/backend.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(backend_test)

BOOST_AUTO_TEST_CASE(finds_backends_at_addresses_and_urls) {
  struct row {
    std::string_view text;
    std::string_view name;
    std::string_view address;
  };
  for (auto [text, name, address] : {
         row{"127.0.0.1:9000", "127.0.0.1:9000", "127.0.0.1:9000"},
         row{"[::1]:9000", "[::1]:9000", "[::1]:9000"},
         row{"unix:/run/a.sock", "unix:/run/a.sock", "unix:/run/a.sock"},
         row{"http://127.0.0.1:9000", "127.0.0.1:9000", "127.0.0.1:9000"},
         row{"http://127.0.0.1:9000/", "127.0.0.1:9000", "127.0.0.1:9000"},
         row{"http://127.0.0.1", "127.0.0.1", "127.0.0.1:80"},
         row{"http://[::1]", "[::1]", "[::1]:80"},
         row{"http://[::1]:81/", "[::1]:81", "[::1]:81"},
       }) {
    BOOST_TEST_CONTEXT(text) {
      auto got = upstream_options{};
      BOOST_TEST(!add_backend(got, text, 7, backend_tier::backup));
      BOOST_TEST_REQUIRE(got.backends.size() == 1u);
      BOOST_TEST(got.backends[0].name == name);
      BOOST_TEST(to_string(got.backends[0].address) == address);
      BOOST_TEST(got.backends[0].weight == 7u);
      BOOST_TEST((got.backends[0].tier == backend_tier::backup));
      BOOST_TEST(got.sources.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(names_are_asked_for_later) {
  struct row {
    std::string_view text;
    std::string_view name;
    std::string_view label;
    std::uint16_t port;
  };
  for (auto [text, name, label, port] : {
         row{"app.internal:9000", "app.internal", "app.internal:9000", 9000},
         row{"localhost:1", "localhost", "localhost:1", 1},
         row{"http://app_1.example", "app_1.example", "app_1.example", 80},
         row{"http://a.example:81/", "a.example", "a.example:81", 81},
       }) {
    BOOST_TEST_CONTEXT(text) {
      auto got = upstream_options{};
      BOOST_TEST(!add_backend(got, text, 2));
      BOOST_TEST(got.backends.empty());
      BOOST_TEST_REQUIRE(got.sources.size() == 1u);
      auto& x = std::get<dns_options>(got.sources[0]);
      BOOST_TEST(x.name == name);
      BOOST_TEST(x.label == label);
      BOOST_TEST(x.port == port);
      BOOST_TEST(x.weight == 2u);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_scheme_says_whether_all_of_them_speak_tls) {
  auto x = upstream_options{};
  BOOST_TEST(!add_backend(x, "https://127.0.0.1").has_value());
  BOOST_TEST(x.tls.has_value());
  BOOST_TEST(to_string(x.backends[0].address) == "127.0.0.1:443");
  BOOST_TEST(!add_backend(x, "127.0.0.1:8443").has_value());
  constexpr auto differ
    = "http://127.0.0.2: either all backends of an upstream "
      "speak TLS, or none does";
  BOOST_TEST(add_backend(x, "http://127.0.0.2").value_or("") == differ);
  auto plain = upstream_options{};
  BOOST_TEST(!add_backend(plain, "127.0.0.1:80").has_value());
  BOOST_TEST(add_backend(plain, "https://127.0.0.2").has_value());
  BOOST_TEST(!plain.tls.has_value());
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_backend) {
  struct row {
    std::string_view text;
    std::string_view want;
  };
  for (auto [text, want] : {
         row{"ftp://a", "ftp://a: the scheme should be http or https"},
         row{"http://", "http:// names no host"},
         row{"http:///", "http:/// names no host"},
         row{"http://:80", "http://:80 names no host"},
         row{"http://127.0.0.1/a",
             "http://127.0.0.1/a has a path, and requests bring their own"},
         row{"http://127.0.0.1?a",
             "http://127.0.0.1?a has a path, and requests bring their own"},
         row{"http://u@127.0.0.1",
             "http://u@127.0.0.1 has a user, and that is not supported"},
         row{":80", ":80 names no host"},
         row{"*:80", "*:80 names no host"},
         row{"127.0.0.1", "127.0.0.1 has no port"},
         row{"127.0.0.1:0", "127.0.0.1:0: no backend has port 0"},
         row{"127.0.0.1:65536", "port 65536 is out of range"},
         row{"::1:80", "::1:80: an IPv6 address is written in brackets"},
         row{"http://[::1", "[::1 lacks a closing bracket"},
         row{"unix:", "unix: has no path"},
         row{"app", "app has no port"},
         row{"app:x", "'x' is not a port"},
         row{"app:0", "app is not an IP address"},
         row{"a b:80", "a b is not an IP address"},
         row{"a..b:80", "a..b is not an IP address"},
         row{"127.0.0.256:80", "127.0.0.256 is not an IP address"},
       }) {
    BOOST_TEST_CONTEXT(text) {
      auto got = upstream_options{};
      BOOST_TEST(add_backend(got, text).value_or("") == want);
      BOOST_TEST(got.backends.empty());
      BOOST_TEST(got.sources.empty());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
