#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace troupe::actors {

/// How many checks in a row change our mind. Precedents: HAProxy 2 and 3, nginx
/// 1 and 1, Pingora 1 and 1.
struct health_thresholds {
  std::uint32_t rise = 2; ///< passed, and it is asked again
  std::uint32_t fall = 3; ///< failed, and it is asked no more
  /// Whether a backend is asked before its first check has ended.
  bool healthy_at_first = true;

  friend bool operator==(const health_thresholds&, const health_thresholds&)
    = default;
};

/// The first thing wrong with the options, or nothing.
std::optional<std::string> problem_with(const health_thresholds& x);

/// What the checks of one backend add up to. The first one decides at once:
/// until then nobody knows anything.
class health_ledger {
public:
  explicit health_ledger(const health_thresholds& thresholds) noexcept
    : thresholds_(thresholds), healthy_(thresholds.healthy_at_first) {
    // nop
  }

  bool healthy() const noexcept { return healthy_; }
  /// Checks in a row that said the opposite.
  std::uint32_t against() const noexcept { return against_; }

  /// A check has ended. Whether it is healthy from now on, if that is new.
  std::optional<bool> note(bool passed) noexcept;

  /// Forgets what was checked, but not what came of it: the next check decides
  /// at once. For a backend that has moved.
  void start_anew() noexcept;

private:
  health_thresholds thresholds_;
  bool healthy_;
  bool decided_ = false;
  std::uint32_t against_ = 0;
};

} // namespace troupe::actors
