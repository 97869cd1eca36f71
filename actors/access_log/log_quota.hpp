#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace troupe::actors {

/// How many lines of one kind are worth reading within a time.
struct log_limit {
  std::size_t lines = 10;
  std::chrono::seconds interval{60};
};

/// Lets the first lines of an interval pass and counts the others, for one line
/// at its end. An interval begins with the first line that comes after the last
/// one is over.
class log_quota {
public:
  using point = std::chrono::steady_clock::time_point;

  explicit log_quota(log_limit limit = {}) : limit_(limit) {}

  struct verdict {
    bool passes = false;
    /// So many were suppressed in an interval that is over; say so first.
    std::uint64_t suppressed = 0;
  };

  verdict ask(point now) {
    auto result = verdict{.suppressed = expire(now)};
    if (!until_) {
      until_ = now + limit_.interval;
      passed_ = 0;
    }
    result.passes = passed_ < limit_.lines;
    ++(result.passes ? passed_ : suppressed_);
    return result;
  }

  /// When expire() has something to say, unless ask() says it before.
  std::optional<point> next_deadline() const noexcept {
    return suppressed_ > 0 ? until_ : std::nullopt;
  }

  /// How many were suppressed, if the interval is over; else 0.
  std::uint64_t expire(point now) noexcept {
    if (!until_ || now < *until_)
      return 0;
    until_.reset();
    return std::exchange(suppressed_, 0);
  }

private:
  log_limit limit_;
  std::optional<point> until_; // none: no interval
  std::uint64_t passed_ = 0;
  std::uint64_t suppressed_ = 0;
};

} // namespace troupe::actors
