#include "actors/base/loop_random.hpp"
#include "actors/discovery/dns_plan.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

dns_finding finding(const std::vector<std::string>& addresses,
                    std::uint32_t ttl = 60) {
  auto result = dns_finding{.all = {}, .ttl = ttl};
  for (auto& x : addresses)
    result.all.push_back({.name = "app.example:80", .address = x});
  return result;
}

class plan_fixture {
protected:
  /// Whether it is within these, always.
  bool waits(runtime::time::duration from, runtime::time::duration to) {
    for (auto i = 0; i < 100; ++i)
      if (auto x = uut.wait(random); x < from || x > to)
        return false;
    return true;
  }

  loop_random random;
  dns_plan uut{{.min_ttl = 5s, .max_ttl = 100s}};
};

BOOST_FIXTURE_TEST_SUITE(dns_plan_test, plan_fixture)

BOOST_AUTO_TEST_CASE(tells_a_set_that_is_another_and_no_other) {
  BOOST_TEST(uut.found(finding({"10.0.0.1:80", "10.0.0.2:80"})));
  BOOST_TEST(!uut.found(finding({"10.0.0.2:80", "10.0.0.1:80"})));
  BOOST_TEST(
    !uut.found(finding({"10.0.0.2:80", "10.0.0.1:80", "10.0.0.2:80"})));
  BOOST_TEST(uut.found(finding({"10.0.0.2:80"})));
  BOOST_TEST(uut.known().size() == 1u);
}

BOOST_AUTO_TEST_CASE(another_weight_or_tier_is_another_set) {
  uut.found(finding({"10.0.0.1:80"}));
  auto x = finding({"10.0.0.1:80"});
  x.all[0].weight = 2;
  BOOST_TEST(uut.found(x));
  x.all[0].tier = backend_tier::backup;
  BOOST_TEST(uut.found(x));
  BOOST_TEST(!uut.found(x));
}

BOOST_AUTO_TEST_CASE(an_answer_holds_for_its_ttl_within_bounds) {
  uut.found(finding({"10.0.0.1:80"}, 60));
  BOOST_TEST(waits(60s, 60s));
  uut.found(finding({"10.0.0.1:80"}, 0));
  BOOST_TEST(waits(5s, 5s));
  uut.found(finding({"10.0.0.1:80"}, 0xffffffff));
  BOOST_TEST(waits(100s, 100s));
}

BOOST_AUTO_TEST_CASE(a_failure_changes_no_backend) {
  uut.found(finding({"10.0.0.1:80"}));
  uut.failed("no such name");
  BOOST_TEST(uut.known().size() == 1u);
  BOOST_TEST(!uut.found(finding({"10.0.0.1:80"})));
}

BOOST_AUTO_TEST_CASE(a_reason_is_told_once_until_there_is_another) {
  BOOST_TEST(uut.failed("no such name"));
  BOOST_TEST(!uut.failed("no such name"));
  BOOST_TEST(uut.failed("no reply in time"));
  BOOST_TEST(uut.failed("no such name"));
  uut.found(finding({"10.0.0.1:80"}));
  BOOST_TEST(uut.failed("no such name"));
}

BOOST_AUTO_TEST_CASE(waits_longer_from_failure_to_failure) {
  uut.failed("");
  BOOST_TEST(waits(1s, 2s));
  uut.failed("");
  BOOST_TEST(waits(2s, 4s));
  uut.failed("");
  BOOST_TEST(waits(4s, 8s));
  for (auto i = 0; i < 100; ++i)
    uut.failed("");
  BOOST_TEST(waits(15s, 30s));
  uut.found(finding({"10.0.0.1:80"}, 60));
  BOOST_TEST(waits(60s, 60s));
  uut.failed("");
  BOOST_TEST(waits(1s, 2s));
}

BOOST_AUTO_TEST_CASE(failures_do_not_meet) {
  uut.failed("");
  BOOST_TEST((uut.wait(random) != uut.wait(random)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
