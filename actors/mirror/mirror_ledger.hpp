#pragma once

#include "actors/mirror/options.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace troupe::actors {

/// How the copies of one loop fare.
struct mirror_counters {
  std::uint64_t sent = 0;     ///< whole, or as far as the origin let us
  std::uint64_t answered = 0; ///< of these
  std::uint64_t failed = 0;   ///< of these: no origin, no answer, half of one
  std::uint64_t late = 0;     ///< of these: not over in time
  /// Chosen, and not sent: too many were on their way, the body was too large,
  /// or the request came to no end.
  std::uint64_t dropped = 0;
};

/// Counts copies, chooses which requests have one, and bounds how many there
/// are at a time. Of one loop; shared by its permits.
class mirror_ledger : public std::enable_shared_from_this<mirror_ledger> {
public:
  /// A copy's place among those there are; given back by destruction. One that
  /// was never sent counts as dropped.
  class permit {
  public:
    permit() = default;
    permit(permit&& x) noexcept
      : ledger_(std::move(x.ledger_)), sent_(x.sent_) {
      // nop
    }
    permit& operator=(permit&& x) noexcept {
      std::swap(ledger_, x.ledger_);
      std::swap(sent_, x.sent_);
      return *this;
    }
    ~permit() {
      if (!ledger_)
        return;
      --ledger_->in_flight_;
      if (!sent_)
        ++ledger_->counters_.dropped;
    }

    explicit operator bool() const noexcept { return ledger_ != nullptr; }

    void note_sent() noexcept {
      sent_ = true;
      ++ledger_->counters_.sent;
    }

  private:
    friend class mirror_ledger;
    explicit permit(std::shared_ptr<mirror_ledger> x) noexcept
      : ledger_(std::move(x)) {
      // nop
    }

    std::shared_ptr<mirror_ledger> ledger_;
    bool sent_ = false;
  };

  mirror_ledger(unsigned percent, std::size_t max_in_flight) noexcept
    : percent_(percent), max_in_flight_(max_in_flight) {
    // nop
  }

  /// For each request: is it copied? The share is exact over any hundred of
  /// them. Nothing if it is not, or cannot be.
  permit admit() {
    turn_ += percent_;
    if (turn_ < 100)
      return {};
    turn_ -= 100;
    if (in_flight_ >= max_in_flight_) {
      ++counters_.dropped;
      return {};
    }
    ++in_flight_;
    return permit{shared_from_this()};
  }

  void note_answered() noexcept { ++counters_.answered; }
  void note_failed() noexcept { ++counters_.failed; }
  void note_late() noexcept { ++counters_.late; }

  std::size_t in_flight() const noexcept { return in_flight_; }
  const mirror_counters& counters() const noexcept { return counters_; }

private:
  unsigned percent_;
  std::size_t max_in_flight_;
  unsigned turn_ = 0;
  std::size_t in_flight_ = 0;
  mirror_counters counters_;
};

using mirror_ledger_ptr = std::shared_ptr<mirror_ledger>;

} // namespace troupe::actors
