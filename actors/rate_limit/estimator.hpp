#pragma once

#include "actors/rate_limit/key_hash.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace troupe::actors {

/// The size of a table of counters: 8 octets a cell.
struct estimator_shape {
  std::size_t rows = 4;
  std::size_t slots = 1024; ///< of each row

  friend bool operator==(const estimator_shape&, const estimator_shape&)
    = default;
};

/// The smallest table whose estimates are too high by more than `epsilon` of
/// all that was counted with a probability of `delta` at most; both lie
/// between 0 and 1.
estimator_shape shape_for(double epsilon, double delta);

/// Counts by key in bounded memory: a count-min sketch (Cormode and
/// Muthukrishnan, 2005). A key has a cell in each row, which it shares with
/// others, and its estimate is the smallest of its cells.
///
/// As long as nothing is taken away that was not added, an estimate is never
/// too low. It is too high by more than epsilon * (the sum of all counts) with
/// a probability of delta at most, where epsilon = e / slots and delta = e to
/// the power of -rows: 0.27% and 1.8% for 4 x 1024. How many keys there are is
/// of no account.
///
/// For any number of threads. Those that add to a key in the same instant may
/// be told less than all of them together, each without some of the others; a
/// get() that follows an add() sees all that was added before, in one order for
/// all threads. Counters wrap around at 2^63.
class estimator {
public:
  /// Rows and slots are not zero. `seed` makes the rows differ; it need not be
  /// secret, since digests are.
  explicit estimator(estimator_shape shape = {}, std::uint64_t seed = 0);

  /// Returns the estimate afterwards; `n` may be negative.
  std::int64_t add(key_digest key, std::int64_t n = 1) noexcept;
  std::int64_t get(key_digest key) const noexcept;
  /// Forgets everything. What others add meanwhile may be lost.
  void reset() noexcept;

private:
  std::size_t cell(std::size_t row, key_digest key) const noexcept;

  std::size_t slots_;
  std::vector<std::uint64_t> seeds_; // one a row
  std::vector<std::atomic<std::int64_t>> cells_;
};

} // namespace troupe::actors
