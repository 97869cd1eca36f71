#pragma once

#include "tests/support/numbered_backends.hpp"
#include "tests/support/seeded_random.hpp"

#include "actors/balancer/balancer.hpp"
#include "actors/balancer/make_policy.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::test {

using namespace std::chrono_literals;

/// A balancer, the time, and what is under way.
class balancer_fixture {
public:
  explicit balancer_fixture(actors::balancing_options options,
                            std::vector<actors::backend> backends,
                            actors::eligibility_options who = {},
                            std::size_t start = 0)
    : options_(options), uut(actors::make_policy(options, start), who) {
    adopt(std::move(backends));
  }

  balancer_fixture(actors::balancing how, std::vector<actors::backend> backends)
    : balancer_fixture(actors::balancing_options{.how = how},
                       std::move(backends)) {
    // nop
  }

  /// All of them fare well.
  void adopt(std::vector<actors::backend> backends) {
    auto conditions = std::vector<actors::backend_condition>(backends.size());
    auto next = std::make_shared<const actors::membership>(std::move(backends),
                                                           uut.members());
    uut.adopt(actors::plan_for(next, options_), std::move(conditions));
  }

  void pass(runtime::time::duration x) { now += x; }

  /// The next backend's number.
  std::optional<std::uint64_t> next(actors::selection& x) {
    auto* found = uut.next(x, now, random);
    if (!found)
      return std::nullopt;
    return static_cast<std::uint64_t>(found->id);
  }

  /// Whom a request asks first; -1 is nobody.
  int first(std::optional<std::string_view> key = {}) {
    auto request = actors::selection{key};
    auto found = next(request);
    return found ? static_cast<int>(*found) : -1;
  }

  /// All whom a request asks, in order.
  std::vector<std::uint64_t> all(std::optional<std::string_view> key = {}) {
    auto request = actors::selection{key};
    auto result = std::vector<std::uint64_t>{};
    while (auto found = next(request))
      result.push_back(*found);
    return result;
  }

  /// How often each backend is asked first, of so many requests.
  std::vector<int> shares(int requests, std::size_t backends) {
    auto result = std::vector<int>(backends);
    for (auto i = 0; i < requests; ++i)
      ++result.at(static_cast<std::size_t>(first()));
    return result;
  }

  actors::backend_load::permit occupy(std::uint64_t i) {
    return member(i).load->enter();
  }

  const actors::membership::member& member(std::uint64_t i) const {
    auto at = uut.members().find(static_cast<actors::backend_id>(i));
    BOOST_TEST_REQUIRE(at.has_value());
    return uut.members()[*at];
  }

  void note(std::uint64_t i, const actors::backend_condition& how) {
    uut.note(static_cast<actors::backend_id>(i), how);
  }

  runtime::time::steady_point now{std::chrono::hours{1}};
  seeded_random random;

private:
  actors::balancing_options options_;

public:
  actors::balancer uut;
};

} // namespace troupe::test
