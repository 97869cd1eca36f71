#pragma once

#include "runtime/time/clock.hpp"

#include <chrono>
#include <cstddef>
#include <optional>

namespace troupe::runtime::net {

/// When to begin which attempt to connect, if one name has several addresses
/// (RFC 8305 section 5, "happy eyeballs"): the next one a moment after the
/// last, or as soon as that has failed. Whoever connects first wins, and the
/// others are closed; that is for the owner of the sockets to do.
class connect_race {
public:
  /// What the RFC recommends.
  static constexpr auto usual_delay = std::chrono::milliseconds{250};

  /// Between so many addresses, which are numbered as in_turn() orders them.
  explicit connect_race(std::size_t addresses,
                        time::duration delay = usual_delay) noexcept
    : addresses_(addresses), delay_(delay) {
    // nop
  }

  /// The address to try now, or nothing if it is not the time, or if all were
  /// tried. Ask again until it is nothing.
  std::optional<std::size_t> begin(time::steady_point now) noexcept;

  /// When begin() has another, unless something fails sooner. Nothing if all
  /// were tried.
  std::optional<time::steady_point> next() const noexcept;

  /// An attempt has failed. One that is older than the last leaves the next to
  /// its time.
  void fail(std::size_t which) noexcept;

  /// All were tried, and all have failed.
  bool lost() const noexcept { return failed_ == addresses_; }

private:
  std::size_t addresses_;
  time::duration delay_;
  std::size_t begun_ = 0;
  std::size_t failed_ = 0;
  time::steady_point next_ = time::steady_point::min();
};

} // namespace troupe::runtime::net
