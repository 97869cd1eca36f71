#pragma once

#include "actors/rate_limit/estimator.hpp"

#include "runtime/time/clock.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace troupe::actors {

/// How much happens by key within an interval of time. Limiters compare what
/// observe() or sliding() returns: rate() knows nothing of the present
/// interval, and so it is zero throughout the first.
///
/// Intervals follow each other without a gap from the start on. Whoever comes
/// first to a new one turns the window, by one compare-and-swap. An empty table
/// lies ready for the turn, so that nobody waits for it and nothing that is
/// observed meanwhile is lost; the one that turned then clears what is too old.
/// (Only a thread that sleeps in there for an interval clears what it should
/// not.) Two intervals or more without a turn leave nothing of the past.
///
/// For any number of threads; their clocks may differ: who comes late with an
/// older `now` counts for the present interval. Estimates are as good as
/// `estimator` says, of what happened within an interval.
class rate_window {
public:
  using time_point = runtime::time::steady_point;
  using duration = runtime::time::duration;

  /// The interval is longer than zero.
  rate_window(duration interval, time_point start, estimator_shape shape = {},
              key_hash hash = {});

  duration interval() const noexcept { return interval_; }
  /// How long until the present interval ends.
  duration until_turn(time_point now) const noexcept;

  /// Returns how many there have been in this interval, these included.
  std::int64_t observe(std::string_view key, std::int64_t n, time_point now);
  /// How many there have been in this interval.
  std::int64_t current(std::string_view key, time_point now) const;
  /// How many there were in the last complete interval.
  std::int64_t previous(std::string_view key, time_point now) const;
  /// Per second, in the last complete interval.
  double rate(std::string_view key, time_point now) const;
  /// How many within the time of an interval that ends now, if those of the
  /// last one came evenly: previous * (1 - fraction) + current.
  double sliding(std::string_view key, time_point now) const;

private:
  /// Which interval it is, and where its counts are. The one before has the
  /// table that precedes; the one that follows lies ready.
  struct position {
    std::int64_t interval = 0;
    std::size_t table = 0;
    bool has_previous = false; // else that table is too old to be read
  };

  static constexpr std::size_t tables = 3;

  static std::uint64_t pack(const position& x) noexcept;
  static position unpack(std::uint64_t x) noexcept;

  std::int64_t interval_at(time_point now) const noexcept;
  position turn(time_point now) noexcept;
  std::int64_t count(const position& x, std::int64_t interval,
                     key_digest key) const noexcept;

  duration interval_;
  time_point start_;
  key_hash hash_;
  std::array<estimator, tables> tables_;
  std::atomic<std::uint64_t> position_;
};

} // namespace troupe::actors
