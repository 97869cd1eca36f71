// What each way of choosing a backend comes to, without a network: how evenly
// requests are spread, what moves when a backend leaves, and how long requests
// wait. The same figures on every machine.
#include "tests/support/balancing_simulation.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace {

using namespace troupe::test;
using troupe::actors::balancing;

constexpr auto all_ways = std::array{balancing::round_robin,
                                     balancing::smooth_weighted,
                                     balancing::random,
                                     balancing::weighted_random,
                                     balancing::least_connections,
                                     balancing::two_choices,
                                     balancing::peak_ewma,
                                     balancing::ketama,
                                     balancing::bounded_ketama,
                                     balancing::maglev};
constexpr auto keyed_ways
  = std::array{balancing::ketama, balancing::bounded_ketama, balancing::maglev};
constexpr auto waiting_ways = std::array{
  balancing::random, balancing::round_robin, balancing::least_connections,
  balancing::two_choices, balancing::peak_ewma};

void print_name(balancing x) {
  std::printf("| %s |", std::string{to_string(x)}.c_str());
}

bool goes_by_key(balancing x) {
  return std::find(keyed_ways.begin(), keyed_ways.end(), x) != keyed_ways.end();
}

void print_imbalance() {
  std::puts(
    "Most requests of a backend, in averages, of 200 each that come and "
    "stay; by key of 2,000,000 in all, each with another key:\n\n"
    "| | 10 backends | 100 | 1,000 |\n|---|---:|---:|---:|");
  for (auto how : all_ways) {
    print_name(how);
    for (auto n : {10u, 100u, 1000u})
      std::printf(" %.3f |",
                  imbalance(how, n, goes_by_key(how) ? 2'000'000 / n : 200));
    std::puts("");
  }
}

void print_disruption() {
  std::puts(
    "\nOf 100,000 keys, in percent, when one backend leaves: those that "
    "were its own, and others that move as well:\n\n"
    "| | 10 backends | | 100 | | 1,000 | |\n"
    "|---|---:|---:|---:|---:|---:|---:|");
  for (auto how : keyed_ways) {
    print_name(how);
    for (auto n : {10u, 100u, 1000u}) {
      auto x = disruption_of(how, n, 100'000);
      std::printf(" %.2f | %.2f |", 100 * x.due, 100 * x.excess);
    }
    std::puts("");
  }
}

void print_waits() {
  constexpr auto cases = std::array{
    queueing{.load = 0.7}, queueing{.load = 0.9},
    queueing{.load = 0.7, .slow = 5}, queueing{.load = 0.9, .slow = 5}};
  std::puts("\n99 of 100 requests took no longer than so many service times, "
            "with 100 backends (999 of 1,000 in brackets):\n\n"
            "| | load 0.7 | load 0.9 | 0.7, 5 of them 5 times slower | 0.9, "
            "likewise |\n|---|---:|---:|---:|---:|");
  for (auto how : waiting_ways) {
    print_name(how);
    for (auto& x : cases) {
      auto took = simulate(how, x);
      std::printf(" %.1f (%.1f) |", took.p99, took.p999);
    }
    std::puts("");
  }
}

void print_bounded() {
  std::puts(
    "\nFew keys that many ask for: 10 backends, 1,000 requests under "
    "way, 100,000 keys (Zipf):\n\n"
    "| bound | most of a backend, in averages | not at home, percent |\n"
    "|---|---:|---:|");
  for (auto bound : {0.0, 2.0, 1.5, 1.25, 1.1}) {
    auto x
      = bound > 0 ? simulate_bounded(bound) : simulate_bounded(std::nullopt);
    if (bound > 0)
      std::printf("| %.2f |", bound);
    else
      std::printf("| none (ketama) |");
    std::printf(" %.2f | %.1f |\n", x.worst, 100 * x.elsewhere);
  }
}

} // namespace

int main() {
  print_imbalance();
  print_disruption();
  print_waits();
  print_bounded();
}
