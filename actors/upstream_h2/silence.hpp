#pragma once

#include "runtime/time/clock.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace troupe::actors {

/// Whether a peer is still there: when it is to be asked (PING), and when it is
/// given up. What it answers to that does not count as news: as long as there
/// is nothing else, it is asked more and more seldom, for servers of gRPC take
/// a third question within five minutes for an attack.
class silence {
public:
  using time_point = runtime::time::steady_point;

  /// Zero: it is never asked; or waited for as long as it takes.
  silence(std::chrono::milliseconds ping, std::chrono::milliseconds pong,
          time_point now) noexcept
    : ping_(ping), pong_(pong), interval_(ping), heard_(now) {
    // nop
  }

  time_point heard() const noexcept { return heard_; }

  /// Octets came.
  void note_octets(time_point now) noexcept { heard_ = now; }
  /// They were about a request.
  void note_news() noexcept { interval_ = ping_; }
  void note_ping(time_point now) noexcept {
    asked_ = now;
    interval_ = std::min<std::chrono::milliseconds>(interval_ * 4, longest);
  }
  void note_pong() noexcept { asked_.reset(); }

  bool asked() const noexcept { return asked_.has_value(); }

  /// When it is to be asked, or else to be given up, if it says nothing until
  /// then. `since`: the first request went out, or what was waited for began.
  std::optional<time_point> due(time_point since) const noexcept {
    if (asked_)
      return pong_.count() > 0 ? std::optional{*asked_ + pong_} : std::nullopt;
    if (interval_.count() <= 0)
      return std::nullopt;
    return std::max(heard_, since) + interval_;
  }

private:
  static constexpr auto longest = std::chrono::minutes{8};

  std::chrono::milliseconds ping_;
  std::chrono::milliseconds pong_;
  std::chrono::milliseconds interval_;
  time_point heard_;
  std::optional<time_point> asked_; // and not answered
};

} // namespace troupe::actors
