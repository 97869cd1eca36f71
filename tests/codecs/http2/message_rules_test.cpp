#include "tests/codecs/http2/messages.hpp"

#include "codecs/base/ascii.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http2 {
namespace {

using namespace test;
namespace data = boost::unit_test::data;
using fields::name;
using http::method;

ruling ruling_of(std::string_view name, std::string_view value) {
  auto uut = a_request();
  return take(uut, name, value);
}

bool is_good(std::string_view name, std::string_view value) {
  return ruling_of(name, value) == ruling::good;
}

BOOST_AUTO_TEST_SUITE(http2_message_rules_test)

// -- octets -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(each_octet_of_a_name_is_looked_at) {
  for (auto size : {1, 2, 3, 9, 17, 40}) {
    for (auto i = 0; i < size; ++i) {
      auto text = std::string(static_cast<std::size_t>(size), 'q');
      for (auto c = 0; c < 256; ++c) {
        auto x = static_cast<char>(c);
        text[static_cast<std::size_t>(i)] = x;
        auto want = is_tchar(x) && to_lower(x) == x;
        if (is_good(text, "v") != want)
          BOOST_TEST(false, "octet " << c << " at " << i << " of " << size);
      }
    }
  }
  BOOST_TEST(!is_good("", "v"));
}

BOOST_AUTO_TEST_CASE(known_names_are_known_in_lower_case_only) {
  for (auto i = 1u; i < static_cast<unsigned>(name::last_); ++i) {
    auto id = static_cast<name>(i);
    auto text = std::string{};
    for (auto c : to_string(id))
      text.push_back(to_lower(c));
    auto value = id == name::te ? "trailers" : "1";
    BOOST_TEST((note_of(text, value).id == id));
    BOOST_TEST(note_of(text, value).is_good);
    for (auto& c : text) {
      if (c < 'a' || c > 'z')
        continue;
      c = static_cast<char>(c - 0x20);
      BOOST_TEST(!is_good(text, "trailers"), text);
      c = to_lower(c);
    }
  }
}

BOOST_AUTO_TEST_CASE(each_octet_of_a_value_is_looked_at) {
  for (auto size : {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 50}) {
    for (auto i = 0; i < size; ++i) {
      auto text = std::string(static_cast<std::size_t>(size), '\xff');
      for (auto c = 0; c < 256; ++c) {
        text[static_cast<std::size_t>(i)] = static_cast<char>(c);
        auto is_end = i == 0 || i == size - 1;
        auto want
          = c != 0x7f && (c > 0x20 || (!is_end && (c == ' ' || c == '\t')));
        if (is_good("x", text) != want || is_good("accept", text) != want)
          BOOST_TEST(false, "octet " << c << " at " << i << " of " << size);
      }
    }
  }
  BOOST_TEST(is_good("x", ""));
}

BOOST_AUTO_TEST_CASE(pseudo_fields_have_grammars_of_their_own) {
  auto in_path
    = [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; };
  auto in_scheme = [](char c) {
    auto x = to_lower(c);
    return is_digit(c) || (x >= 'a' && x <= 'z') || c == '+' || c == '-'
           || c == '.';
  };
  for (auto i = 0; i < 256; ++i) {
    auto c = static_cast<char>(i);
    for (auto size : {0u, 2u, 5u, 20u}) {
      auto text = 'h' + std::string(size, 'x') + c;
      BOOST_TEST(is_good(":path", text) == in_path(c), i);
      BOOST_TEST(is_good(":method", text) == is_tchar(c), i);
      BOOST_TEST(is_good(":scheme", text) == in_scheme(c), i);
    }
  }
  for (auto x : {"1http", "+x", "-", ".", "9"})
    BOOST_TEST(!is_good(":scheme", x), x);
  for (auto x :
       {"a", "a.example:80", "[::1]:8080", "me@a", "a%20b", "~_!$&'()*+,;=-"})
    BOOST_TEST((is_good(":authority", x) && is_good("host", x)), x);
  for (auto x : {"a/b", "a?b", "a#b", "a b", "a\"", "<a>", "a\\", "{a}", "a|",
                 "a^", "`a", "a\x7f", "\xc3\xa9", " a", "a\t"})
    BOOST_TEST((!is_good(":authority", x) && !is_good("host", x)), x);
  BOOST_TEST(is_good(":protocol", "web socket"));
  for (auto x : {" websocket", "websocket ", "web\nsocket"})
    BOOST_TEST(!is_good(":protocol", x), x);
  for (auto x :
       {":authority", ":method", ":path", ":protocol", ":scheme", "host"})
    BOOST_TEST(!is_good(x, ""), x);
}

BOOST_AUTO_TEST_CASE(names_with_a_colon_are_those_there_are) {
  for (auto x : {":", ":x", ":Path", ":pat", ":paths", ":pathx", ":methoD",
                 ":nethod", ":schemE", ":statuS", ":protocoL", ":authoritY",
                 ":Authority", "::path"})
    BOOST_TEST(!is_good(x, "/"), x);
}

// -- requests -----------------------------------------------------------------

const auto good_requests = data::make(std::vector<message>{
  {"get", a_get()},
  {"host", with(without(a_get(), ":authority"), "host", "a.example")},
  {"both", with(a_get(), "host", "b.example")}, // compared where they are read
  {"any order",
   {{":authority", "a"},
    {":path", "/"},
    {":scheme", "http"},
    {":method", "X"}}},
  {"options", instead(instead(a_get(), ":method", "OPTIONS"), ":path", "*")},
  {"another scheme", instead(instead(a_get(), ":scheme", "ftp"), ":path", "a")},
  {"te", with(a_get(), "te", "Trailers")},
  {"connect", a_connect()},
  {"connect with a length", with(a_connect(), "content-length", "5")},
  {"websocket", a_websocket()},
  {"a length of nothing", with(a_get(), "content-length", "0")},
});

BOOST_DATA_TEST_CASE(good_requests_are_taken, good_requests, x) {
  auto uut = a_request();
  BOOST_TEST(take_head(uut, x.head, true));
}

const auto bad_requests = data::make(std::vector<message>{
  {"nothing", {}},
  {"no method", without(a_get(), ":method")},
  {"no scheme", without(a_get(), ":scheme")},
  {"no path", without(a_get(), ":path")},
  {"no authority", without(a_get(), ":authority")},
  {"two authorities", with(a_get(), ":authority", "a.example")},
  {"two methods", with(a_get(), ":method", "GET")},
  {"two paths", with(a_get(), ":path", "/")},
  {"two schemes", with(a_get(), ":scheme", "https")},
  {"two protocols", with(a_websocket(), ":protocol", "websocket")},
  {"two hosts", with(with(a_get(), "host", "a"), "host", "a")},
  {"a status", with(a_get(), ":status", "200")},
  {"a path behind fields",
   with(with(without(a_get(), ":path"), "x", "y"), ":path", "/")},
  {"* for GET", instead(a_get(), ":path", "*")},
  {"** for OPTIONS",
   instead(instead(a_get(), ":method", "OPTIONS"), ":path", "**")},
  {"no slash", instead(a_get(), ":path", "a")},
  {"no slash, upper case",
   instead(instead(a_get(), ":path", "a"), ":scheme", "HttpS")},
  {"no slash, http",
   instead(instead(a_get(), ":path", "a"), ":scheme", "http")},
  {"connect with a path", with(a_connect(), ":path", "/")},
  {"connect with a scheme", with(a_connect(), ":scheme", "https")},
  {"connect without authority",
   with(without(a_connect(), ":authority"), "host", "a:1")},
  {"websocket without authority",
   with(without(a_websocket(), ":authority"), "host", "a")},
  {"websocket without path", without(a_websocket(), ":path")},
  {"websocket without scheme", without(a_websocket(), ":scheme")},
  {"a protocol for GET", instead(a_websocket(), ":method", "GET")},
  {"connection", with(a_get(), "connection", "close")},
  {"keep-alive", with(a_get(), "keep-alive", "1")},
  {"proxy-connection", with(a_get(), "proxy-connection", "x")},
  {"transfer-encoding", with(a_get(), "transfer-encoding", "chunked")},
  {"upgrade", with(a_get(), "upgrade", "h2c")},
  {"te", with(a_get(), "te", "trailers, gzip")},
  {"a length without octets", with(a_get(), "content-length", "1")},
});

BOOST_DATA_TEST_CASE(bad_requests_are_not, bad_requests, x) {
  auto uut = a_request();
  BOOST_TEST(!take_head(uut, x.head, true));
}

BOOST_AUTO_TEST_CASE(a_protocol_needs_our_consent) {
  auto uut = a_request(false);
  BOOST_TEST(!take_head(uut, a_websocket(), false));
}

BOOST_AUTO_TEST_CASE(the_method_is_told) {
  auto uut = a_request();
  BOOST_TEST(take_head(uut, a_websocket(), false));
  BOOST_TEST((uut.method() == method::connect));
  uut = a_request();
  BOOST_TEST(take_head(uut, instead(a_get(), ":method", "get"), false));
  BOOST_TEST((uut.method() == method::other));
}

BOOST_AUTO_TEST_CASE(what_was_looked_up_is_told) {
  BOOST_TEST((note_of(":path", "/").part == pseudo_field::path));
  BOOST_TEST((note_of(":method", "PUT").method == method::put));
  BOOST_TEST((note_of("accept", "a").id == name::accept));
  BOOST_TEST((note_of("x-unknown", "a").id == name::other));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http2
