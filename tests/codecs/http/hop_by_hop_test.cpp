#include "codecs/http/hop_by_hop.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>

namespace troupe::codecs::http {
namespace {

struct line {
  std::string_view name;
  std::string_view value;
};

// The names of what goes on, in order.
std::string what_goes_on(std::initializer_list<line> lines) {
  fields::map all;
  for (auto& x : lines)
    all.append(x.name, x.value);
  auto uut = hop_by_hop{all};
  std::string names;
  for (auto& x : all)
    if (!uut(x))
      names.append(x.name).append(" ");
  return names;
}

bool is_forbidden_in_trailers(std::string_view name) {
  fields::map all;
  all.append(name, "x");
  return forbidden_in_trailers(all[0]);
}

BOOST_AUTO_TEST_SUITE(hop_by_hop_test)

BOOST_AUTO_TEST_CASE(some_fields_always_end_here) {
  BOOST_TEST(what_goes_on({{"Host", "a"},
                           {"Connection", "close"},
                           {"keep-alive", "timeout=5"},
                           {"Proxy-Connection", "x"},
                           {"TE", "trailers"},
                           {"Transfer-Encoding", "chunked"},
                           {"Upgrade", "h2c"},
                           {"HTTP2-Settings", "x"},
                           {"Accept", "x"},
                           {"X-Foo", "x"}})
             == "Host Accept X-Foo ");
}

BOOST_AUTO_TEST_CASE(what_connection_names_ends_here) {
  BOOST_TEST(what_goes_on({{"X-Foo", "x"},
                           {"Connection", "x-foo, Accept-Language"},
                           {"X-Bar", "x"},
                           {"accept-language", "x"},
                           {"Via", "x"},
                           {"connection", "X-Baz"},
                           {"x-baz", "x"}})
             == "X-Bar Via ");
}

BOOST_AUTO_TEST_CASE(credentials_for_a_proxy_end_here_only_if_named) {
  BOOST_TEST(what_goes_on({{"Proxy-Authorization", "x"}})
             == "Proxy-Authorization ");
  BOOST_TEST(what_goes_on({{"Connection", "proxy-authorization"},
                           {"Proxy-Authorization", "x"}})
             == "");
}

BOOST_AUTO_TEST_CASE(connection_cannot_name_away_what_others_rely_on) {
  for (auto* name :
       {"Host", "Content-Length", "Content-Type", "Date", "Authorization",
        "Cookie", "Set-Cookie", "Cache-Control", "Expires", "Vary", "ETag",
        "If-None-Match", "Range", "Via", "X-Forwarded-For", "Forwarded",
        "Max-Forwards", "Expect", "Location"})
    BOOST_TEST(what_goes_on({{"Connection", name}, {name, "x"}})
               == std::string{name} + ' ');
}

BOOST_AUTO_TEST_CASE(close_is_no_name_of_a_field) {
  BOOST_TEST(what_goes_on({{"Connection", "close"}, {"X-Foo", "x"}})
             == "X-Foo ");
}

BOOST_AUTO_TEST_CASE(trailers_cannot_say_what_a_head_must) {
  for (auto* name :
       {"Transfer-Encoding", "Content-Length", "Host", "Authorization",
        "Set-Cookie", "Content-Type", "Content-Encoding", "Trailer",
        "Connection", "Cache-Control", "If-Match", "X-Forwarded-For"})
    BOOST_TEST(is_forbidden_in_trailers(name));
  for (auto* name : {"Digest", "X-Checksum", "ETag", "Server", "grpc-status"})
    BOOST_TEST(!is_forbidden_in_trailers(name));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
