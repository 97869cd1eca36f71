#pragma once

#include "tests/support/numbered_backends.hpp"
#include "tests/support/seeded_random.hpp"

#include "actors/balancer/balancer.hpp"
#include "actors/balancer/make_policy.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

namespace troupe::test {

/// Backends that nobody connects to, a balancer that chooses among them, and
/// what each has under way. Backends are numbers.
class simulated_upstream {
public:
  simulated_upstream(const actors::balancing_options& options, std::size_t n)
    : options_(options), balancer_(actors::make_policy(options)), at_work_(n) {
    adopt(so_many_backends(n));
  }

  void adopt(std::vector<actors::backend> backends) {
    auto conditions = std::vector<actors::backend_condition>(backends.size());
    auto next = std::make_shared<const actors::membership>(std::move(backends),
                                                           balancer_.members());
    balancer_.adopt(actors::plan_for(next, options_), std::move(conditions));
  }
  void leave(std::size_t who) {
    auto rest = std::vector<actors::backend>{};
    for (auto& x : balancer_.members().members())
      if (static_cast<std::size_t>(x.id) != who)
        rest.push_back(x);
    adopt(std::move(rest));
  }

  std::size_t choose(std::uint64_t key) {
    auto text = "/articles/" + std::to_string(key);
    auto request = actors::selection{text};
    return static_cast<std::size_t>(balancer_.next(request, now, random)->id);
  }
  /// Chosen, and busy with it until finish().
  std::size_t begin(std::uint64_t key) {
    auto who = choose(key);
    auto at = *balancer_.members().find(static_cast<actors::backend_id>(who));
    at_work_[who].push_back(balancer_.members()[at].load->enter());
    return who;
  }
  void finish(std::size_t who) { at_work_[who].pop_back(); }
  void finish(std::size_t who, runtime::time::duration latency) {
    finish(who);
    balancer_.note_latency(static_cast<actors::backend_id>(who), latency, now);
  }

  std::size_t under_way(std::size_t who) const { return at_work_[who].size(); }
  std::size_t most_under_way() const {
    auto most = std::size_t{0};
    for (auto& x : at_work_)
      most = std::max(most, x.size());
    return most;
  }

  /// From 0 to 1, and neither.
  double uniform() {
    return (static_cast<double>(random.next() >> 11) + 0.5) / 0x1p53;
  }
  double exponential(double mean) { return -mean * std::log(uniform()); }

  runtime::time::steady_point now{std::chrono::hours{1}};
  seeded_random random;

private:
  actors::balancing_options options_;
  actors::balancer balancer_;
  std::vector<std::vector<actors::backend_load::permit>> at_work_;
};

/// The most that a backend has, in averages, of so many requests for each that
/// come and stay. Each has a key of its own.
inline double imbalance(actors::balancing how, std::size_t backends,
                        std::size_t requests_each) {
  auto upstream = simulated_upstream{{.how = how}, backends};
  for (std::size_t i = 0; i < backends * requests_each; ++i)
    upstream.begin(i);
  return static_cast<double>(upstream.most_under_way())
         / static_cast<double>(requests_each);
}

/// What becomes of keys when one backend leaves, in parts of all keys.
struct disruption {
  double due = 0;    ///< were the departed one's
  double excess = 0; ///< were not, and have moved all the same
};

inline disruption disruption_of(actors::balancing how, std::size_t backends,
                                std::size_t keys) {
  auto upstream = simulated_upstream{{.how = how}, backends};
  auto gone = backends / 2;
  auto before = std::vector<std::size_t>{};
  for (std::size_t i = 0; i < keys; ++i)
    before.push_back(upstream.choose(i));
  upstream.leave(gone);
  auto result = disruption{};
  for (std::size_t i = 0; i < keys; ++i) {
    auto part = 1.0 / static_cast<double>(keys);
    if (before[i] == gone)
      result.due += part;
    else if (upstream.choose(i) != before[i])
      result.excess += part;
  }
  return result;
}

/// An open system: requests come at random (Poisson), each backend serves them
/// in order, each for an exponential time.
struct queueing {
  std::size_t backends = 100;
  double load = 0.7;    ///< of what they could do, were none slow
  std::size_t slow = 0; ///< backends
  double slowness = 5;  ///< times as long
  std::size_t requests = 200'000;
};

/// In service times of an ordinary backend.
struct latencies {
  double p99 = 0;
  double p999 = 0;
};

inline latencies simulate(actors::balancing how, const queueing& x) {
  constexpr auto service = 0.010; // seconds
  struct departure {
    double when;
    double came;
    std::size_t who;
    bool operator<(const departure& y) const { return when > y.when; }
  };
  auto upstream = simulated_upstream{{.how = how}, x.backends};
  const auto start = upstream.now;
  auto at = [start](double when) {
    using seconds = std::chrono::duration<double>;
    return start
           + std::chrono::duration_cast<runtime::time::duration>(seconds{when});
  };
  auto free_at = std::vector<double>(x.backends, 0.0);
  auto under_way = std::priority_queue<departure>{};
  auto told = std::vector<double>{};
  auto depart = [&](const departure& y) {
    upstream.now = at(y.when);
    upstream.finish(y.who, at(y.when) - at(y.came));
    told.push_back((y.when - y.came) / service);
  };
  auto now = 0.0;
  auto between = service / (x.load * static_cast<double>(x.backends));
  for (std::size_t i = 0; i < x.requests; ++i) {
    now += upstream.exponential(between);
    for (; !under_way.empty() && under_way.top().when <= now; under_way.pop())
      depart(under_way.top());
    upstream.now = at(now);
    auto who = upstream.begin(i);
    auto takes
      = upstream.exponential(who < x.slow ? service * x.slowness : service);
    free_at[who] = std::max(free_at[who], now) + takes;
    under_way.push({free_at[who], now, who});
  }
  auto quarter = told.size() / 4; // until it has settled
  told.erase(told.begin(), told.begin() + static_cast<std::ptrdiff_t>(quarter));
  std::sort(told.begin(), told.end());
  auto quantile = [&told](double q) {
    return told[static_cast<std::size_t>(q * static_cast<double>(told.size()))];
  };
  return {.p99 = quantile(0.99), .p999 = quantile(0.999)};
}

/// A closed system: always so many requests under way, for keys of which few
/// are wanted by many (Zipf).
struct bounded_load {
  double worst = 0;     ///< most requests of a backend, in averages
  double elsewhere = 0; ///< part of the requests that were not at home
};

inline bounded_load simulate_bounded(std::optional<double> bound,
                                     std::size_t requests = 200'000) {
  constexpr auto backends = std::size_t{10};
  constexpr auto keys = std::size_t{100'000};
  constexpr auto under_way = std::size_t{1000};
  auto options = actors::balancing_options{.how = actors::balancing::ketama};
  auto home = simulated_upstream{options, backends};
  if (bound) {
    options.how = actors::balancing::bounded_ketama;
    options.bound = *bound;
  }
  auto upstream = simulated_upstream{options, backends};
  auto popularity = std::vector<double>{};
  auto sum = 0.0;
  for (std::size_t i = 1; i <= keys; ++i)
    popularity.push_back(sum += 1.0 / static_cast<double>(i));
  auto some_key = [&] {
    auto found = std::lower_bound(popularity.begin(), popularity.end(),
                                  upstream.uniform() * sum);
    return static_cast<std::uint64_t>(found - popularity.begin());
  };
  auto present = std::vector<std::size_t>{};
  auto result = bounded_load{};
  for (std::size_t i = 0; i < requests; ++i) {
    if (present.size() == under_way) {
      std::swap(present[upstream.random.next() % under_way], present.back());
      upstream.finish(present.back());
      present.pop_back();
    }
    auto key = some_key();
    present.push_back(upstream.begin(key));
    if (present.back() != home.choose(key))
      result.elsewhere += 1.0 / static_cast<double>(requests);
    if (present.size() == under_way)
      result.worst = std::max(
        result.worst, static_cast<double>(upstream.most_under_way() * backends)
                        / static_cast<double>(under_way));
  }
  return result;
}

} // namespace troupe::test
