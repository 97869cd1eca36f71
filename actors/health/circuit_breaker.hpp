#pragma once

#include "actors/health/shared_place.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace troupe::actors {

/// What a circuit breaker bounds.
enum class breaker_bound : std::uint8_t {
  connections, ///< open ones, leased or idle
  waiting,     ///< requests that wait for a connection
  requests,    ///< under way, from the first attempt to the last octet
  retries,     ///< under way
};

std::string_view to_string(breaker_bound x) noexcept;

/// At a time, for one upstream and the whole process. Zero: no bound. What is
/// beyond fails at once (503), and an upstream that has become slow does not
/// take the whole proxy with it. Envoy's names and defaults.
struct breaker_options {
  std::uint32_t connections = 1024;
  std::uint32_t waiting = 1024;
  std::uint32_t requests = 1024;
  std::uint32_t retries = 3;
};

/// Holds an upstream to its bounds, for all loops: there are never more than
/// may be, whichever threads ask at the same time.
class circuit_breaker : public std::enable_shared_from_this<circuit_breaker> {
public:
  explicit circuit_breaker(const breaker_options& options) noexcept;

  /// A place among those there may be, or nothing, which is counted. It may
  /// outlive whoever else knows the breaker.
  shared_place try_enter(breaker_bound what) noexcept;

  /// How many there are, also where there is no bound.
  std::uint32_t in_use(breaker_bound what) const noexcept {
    return counts_[index(what)].now.load(std::memory_order_relaxed);
  }
  std::uint64_t refused(breaker_bound what) const noexcept {
    return refused_[index(what)].load(std::memory_order_relaxed);
  }

private:
  static constexpr std::size_t bounds = 4;

  static constexpr std::size_t index(breaker_bound x) noexcept {
    return static_cast<std::size_t>(x);
  }

  std::array<std::uint32_t, bounds> most_;
  std::array<shared_count, bounds> counts_;
  std::array<std::atomic<std::uint64_t>, bounds> refused_{};
};

} // namespace troupe::actors
