#include "actors/discovery/dns_host.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

std::string spelled(const dns_host& x) {
  return x.name + ':' + std::to_string(x.port) + " weight "
         + std::to_string(x.weight)
         + (x.tier == backend_tier::primary ? " primary" : " backup");
}

BOOST_AUTO_TEST_SUITE(dns_host_test)

BOOST_AUTO_TEST_CASE(a_name_is_a_host_as_the_options_say) {
  auto options = dns_options{};
  options.name = "app.example";
  options.port = 8080;
  options.weight = 3;
  options.tier = backend_tier::backup;
  BOOST_TEST(spelled(host_of(options)) == "app.example:8080 weight 3 backup");
}

BOOST_AUTO_TEST_CASE(the_best_priority_is_primary_and_the_others_are_backups) {
  auto got = hosts_of({}, {{"one", 80, 20, 3, 60},
                           {"two", 81, 10, 0, 30},
                           {"three", 82, 30, 65535, 60}});
  BOOST_TEST_REQUIRE(got.size() == 3u);
  BOOST_TEST(spelled(got[0]) == "one:80 weight 3 backup");
  BOOST_TEST(spelled(got[1]) == "two:81 weight 1 primary");
  BOOST_TEST(spelled(got[2]) == "three:82 weight 65535 backup");
  BOOST_TEST(got[1].ttl == 30u);
}

BOOST_AUTO_TEST_CASE(services_that_are_meant_as_backups_are_no_primaries) {
  auto options = dns_options{};
  options.tier = backend_tier::backup;
  auto got = hosts_of(options, {{"one", 80, 1, 1, 60}});
  BOOST_TEST(spelled(got.at(0)) == "one:80 weight 1 backup");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
