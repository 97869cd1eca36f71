#include "runtime/process/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <sched.h>
#include <sys/resource.h>

namespace troupe::runtime::process {
namespace {

BOOST_AUTO_TEST_SUITE(limits_test)

BOOST_AUTO_TEST_CASE(raises_the_soft_limit_to_the_hard_one) {
  auto before = rlimit{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const auto low = rlimit{.rlim_cur = 64, .rlim_max = before.rlim_max};
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
  const auto got = raise_descriptor_limit();
  auto after = rlimit{};
  ::getrlimit(RLIMIT_NOFILE, &after);
  ::setrlimit(RLIMIT_NOFILE, &before);
  BOOST_TEST(got == before.rlim_max);
  BOOST_TEST(after.rlim_cur == before.rlim_max);
}

BOOST_AUTO_TEST_CASE(counts_only_the_processors_it_may_use) {
  auto before = cpu_set_t{};
  BOOST_TEST_REQUIRE(::sched_getaffinity(0, sizeof(before), &before) == 0);
  BOOST_TEST(usable_processors() == static_cast<unsigned>(CPU_COUNT(&before)));
  auto first = 0u;
  while (!CPU_ISSET(first, &before))
    ++first;
  auto one = cpu_set_t{};
  CPU_SET(first, &one);
  ::sched_setaffinity(0, sizeof(one), &one);
  const auto got = usable_processors();
  ::sched_setaffinity(0, sizeof(before), &before);
  BOOST_TEST(got == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::process
