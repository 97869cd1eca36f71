#pragma once

#include "actors/rate_limit/estimator.hpp"
#include "actors/rate_limit/key_hash.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace troupe::actors {

/// How many may be under way at once with the same key; with the empty key
/// always, it is how many in all. The limit is never exceeded. It may be
/// reached early by as much as an estimator's error, of all that is under way
/// at the moment, and by those that are being refused in the same instant; one
/// key alone is counted exactly.
///
/// For any number of threads; there is no lock.
class concurrency_limit {
  struct ledger;

public:
  /// A place among those under way, given back by its destructor, on whatever
  /// thread. It may outlive the limit.
  class permit {
  public:
    permit(permit&&) noexcept = default;
    permit& operator=(permit&& x) noexcept;
    ~permit();

  private:
    friend class concurrency_limit;

    permit(std::shared_ptr<ledger> from, key_digest key) noexcept;

    std::shared_ptr<ledger> from_; // null: moved away
    key_digest key_;
  };

  explicit concurrency_limit(std::uint32_t limit,
                             estimator_shape shape = {.rows = 4, .slots = 8192},
                             key_hash hash = {});

  /// Nothing if as many as may be are under way.
  std::optional<permit> acquire(std::string_view key = {});
  /// An estimate of how many are under way.
  std::int64_t in_flight(std::string_view key = {}) const noexcept;
  std::uint32_t limit() const noexcept { return limit_; }

private:
  std::uint32_t limit_;
  key_hash hash_;
  std::shared_ptr<ledger> ledger_;
};

} // namespace troupe::actors
