#include "actors/connect/connect_target.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(connect_target_test)

BOOST_AUTO_TEST_CASE(a_name_is_in_lower_case_and_without_the_roots_dot) {
  for (std::string_view text :
       {"example.com:443", "EXAMPLE.com:443", "example.com.:443"}) {
    auto x = parse_connect_target(text);
    BOOST_TEST_REQUIRE(x.has_value());
    BOOST_TEST(x->host == "example.com");
    BOOST_TEST(x->port == 443);
    BOOST_TEST(!x->address.has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_literal_is_an_address_however_it_is_written) {
  struct row {
    std::string_view text;
    std::string_view address;
  };
  for (auto [text, address] : {
         row{"127.0.0.1:80", "127.0.0.1:80"},
         row{"[::1]:8443", "[::1]:8443"},
         row{"[0:0:0:0:0:0:0:1]:8443", "[::1]:8443"},
         row{"[::ffff:10.0.0.1]:1", "10.0.0.1:1"},
         row{"[::FFFF:a00:1]:1", "10.0.0.1:1"},
       }) {
    auto x = parse_connect_target(text);
    BOOST_TEST_REQUIRE((x && x->address), text);
    BOOST_TEST(to_string(*x->address) == address);
    BOOST_TEST(x->host == x->address->host());
  }
}

// Whoever looks names up may take these for addresses. What they lead to is
// judged then.
BOOST_AUTO_TEST_CASE(what_only_libraries_take_for_an_address_is_a_name) {
  for (std::string_view text : {"2130706433:80", "0x7f.1:80", "127.1:80"}) {
    auto x = parse_connect_target(text);
    BOOST_TEST_REQUIRE(x.has_value());
    BOOST_TEST(!x->address.has_value());
  }
}

BOOST_AUTO_TEST_CASE(everything_else_is_refused) {
  for (std::string_view text : {"",
                                ":",
                                ":443",
                                "example.com",
                                "example.com:",
                                "example.com:0",
                                "example.com:65536",
                                "example.com:-1",
                                "example.com:4 43",
                                "[::1]",
                                "::1:443",
                                "[::1%eth0]:443",
                                "[v1.x]:443",
                                "a@example.com:443",
                                "exa%6dple.com:443",
                                "exa mple.com:443",
                                "a..b:443",
                                ".a:443",
                                "example.com:443/",
                                "[127.0.0.1]:80",
                                "exam*ple.com:443"})
    BOOST_TEST(!parse_connect_target(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
