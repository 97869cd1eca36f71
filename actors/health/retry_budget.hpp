#pragma once

#include "actors/health/shared_place.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace troupe::actors {

struct retry_budget_options {
  /// Percent of the requests under way that may be retries: more would be a
  /// storm on backends that have trouble already. Precedents: Envoy and Linkerd
  /// 20.
  std::uint32_t percent = 20;
  /// Retries at a time that may always be, lest few requests have none. As
  /// Envoy has it.
  std::uint32_t least = 3;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const retry_budget_options& x);

/// Bounds the retries under way to one upstream by what else is under way
/// there, for all loops.
class retry_budget : public std::enable_shared_from_this<retry_budget> {
public:
  explicit retry_budget(const retry_budget_options& options) noexcept
    : options_(options) {
    // nop
  }

  /// A place for one retry, while `live` requests are under way, this one
  /// among them; or nothing, which is counted.
  shared_place try_enter(std::uint32_t live) noexcept;

  std::uint32_t in_use() const noexcept {
    return retries_.now.load(std::memory_order_relaxed);
  }
  std::uint64_t refused() const noexcept {
    return refused_.load(std::memory_order_relaxed);
  }

private:
  retry_budget_options options_;
  shared_count retries_;
  std::atomic<std::uint64_t> refused_ = 0;
};

} // namespace troupe::actors
