#include "actors/health/http1_check.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

BOOST_AUTO_TEST_SUITE(http1_check_test)

BOOST_AUTO_TEST_CASE(asks_for_the_root_of_the_backend) {
  BOOST_TEST(check_request({}, "app.example:8080")
             == "GET / HTTP/1.1\r\n"
                "Host: app.example:8080\r\n"
                "User-Agent: troupe-health-check\r\n"
                "Connection: close\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(asks_as_it_is_told) {
  auto options
    = http_check_options{.method = "HEAD",
                         .path = "/healthz?full",
                         .host = "inside.example",
                         .fields = {{"user-agent", "me"}, {"X-Key", "a b"}}};
  BOOST_TEST(check_request(options, "10.0.0.1:80")
             == "HEAD /healthz?full HTTP/1.1\r\n"
                "Host: inside.example\r\n"
                "user-agent: me\r\n"
                "X-Key: a b\r\n"
                "Connection: close\r\n\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
