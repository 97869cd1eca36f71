#include "actors/config/access_log.hpp"
#include "actors/config/load.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

const auto least = std::string{"listeners: [127.0.0.1:8080]\n"
                               "upstreams: {app: {backends: [127.0.0.1:1]}}\n"
                               "routes: [{upstream: app}]\n"};

std::vector<access_log_options> read(const std::string& text) {
  auto got = load_text(least + text, "f");
  BOOST_TEST_REQUIRE(got.ok());
  return got->proxy.access_logs;
}

/// The first finding, with its place.
std::string wrong_with(const std::string& text) {
  auto got = load_text(least + text, "f");
  return got ? "" : to_string(got.error().front());
}

BOOST_AUTO_TEST_SUITE(config_access_log_test)

BOOST_AUTO_TEST_CASE(there_is_none_without_a_wish) {
  BOOST_TEST(read("").empty());
}

BOOST_AUTO_TEST_CASE(a_map_is_one_log) {
  auto logs = read("access_log: {path: a.log, format: json, sample: 0.25}\n");
  BOOST_TEST_REQUIRE(logs.size() == 1u);
  BOOST_TEST(logs[0].path == "a.log");
  BOOST_TEST(logs[0].format == "json");
  BOOST_TEST(logs[0].sample == 0.25);
}

BOOST_AUTO_TEST_CASE(a_list_is_several_each_with_defaults) {
  auto logs = read("access_log:\n"
                   "  - {path: stdout, format: \"${status} ${end}\"}\n"
                   "  - path: a.log\n");
  BOOST_TEST_REQUIRE(logs.size() == 2u);
  BOOST_TEST(logs[0].format == "${status} ${end}");
  BOOST_TEST(logs[1].format == "combined");
  BOOST_TEST(logs[1].sample == 1.0);
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_with_their_places) {
  BOOST_TEST(wrong_with("access_log: {format: json}\n")
             == "f:4:13: 'path' is missing here");
  BOOST_TEST(wrong_with("access_log: a.log\n")
             == "f:4:13: 'access_log' should be a map, not 'a.log'");
  BOOST_TEST(wrong_with("access_log: []\n")
             == "f:4:13: 'access_log' should name one access log at least");
  BOOST_TEST(wrong_with("access_log: {path: a, formt: json}\n")
             == "f:4:23: unknown key 'formt' (did you mean 'format'?)");
  BOOST_TEST(wrong_with("access_log: {path: a, format: \"${stauts}\"}\n")
             == "f:4:31: 'format' will not do: column 1: unknown variable "
                "'stauts' (did you mean 'status'?)");
  for (auto part : {"0", "-1", "1.5", "half", "0.5x", "nan"})
    BOOST_TEST(
      wrong_with("access_log: {path: a, sample: " + std::string{part} + "}\n")
      == "f:4:31: 'sample' should be a number above 0 and at most 1, "
         "or a percentage, not '"
           + std::string{part} + "'");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
