#pragma once

#include "codecs/http/status.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace troupe::actors {

/// What became of a request at a backend.
enum class outcome : std::uint8_t {
  success,
  server_error, ///< 5xx, but none of those below
  /// Refused, reset, too late, no HTTP; or 502, 503, 504.
  gateway_failure,
};

/// Of a response that came.
constexpr outcome outcome_of(codecs::http::status code) noexcept {
  if (code >= 502 && code <= 504)
    return outcome::gateway_failure;
  return code >= 500 && code < 600 ? outcome::server_error : outcome::success;
}

/// Counts the outcomes of one backend, over all loops; on a cache line of its
/// own, since each request writes to it.
class alignas(64) outcome_tally {
public:
  struct counts {
    std::uint32_t requests = 0;
    std::uint32_t failures = 0; ///< of these: all but successes

    friend bool operator==(const counts&, const counts&) = default;
  };

  /// `row` gateway failures without anything else between them are worth
  /// telling; 0: any number is not.
  explicit outcome_tally(std::uint32_t row) noexcept : row_(row) {}

  /// From any thread. True for every `row`th gateway failure in a row: time to
  /// tell the ledger.
  bool note(outcome x) noexcept {
    requests_.fetch_add(1, std::memory_order_relaxed);
    if (x != outcome::success)
      failures_.fetch_add(1, std::memory_order_relaxed);
    if (x != outcome::gateway_failure) {
      if (in_a_row_.load(std::memory_order_relaxed) != 0)
        forget_row();
      return false;
    }
    auto n = in_a_row_.fetch_add(1, std::memory_order_relaxed) + 1;
    return row_ != 0 && n % row_ == 0;
  }

  /// Since the last time.
  counts take() noexcept {
    // What is noted between the two may be split over two times.
    auto failures = failures_.exchange(0, std::memory_order_relaxed);
    auto requests = requests_.exchange(0, std::memory_order_relaxed);
    return {.requests = requests, .failures = std::min(failures, requests)};
  }

  std::uint32_t in_a_row() const noexcept {
    return in_a_row_.load(std::memory_order_relaxed);
  }
  void forget_row() noexcept { in_a_row_.store(0, std::memory_order_relaxed); }

private:
  std::uint32_t row_;
  std::atomic<std::uint32_t> in_a_row_ = 0;
  std::atomic<std::uint32_t> requests_ = 0;
  std::atomic<std::uint32_t> failures_ = 0;
};

} // namespace troupe::actors
