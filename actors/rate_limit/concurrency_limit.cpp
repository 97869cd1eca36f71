#include "actors/rate_limit/concurrency_limit.hpp"

#include <utility>

namespace troupe::actors {

struct concurrency_limit::ledger {
  explicit ledger(estimator_shape shape) : under_way(shape) {}

  estimator under_way;
};

// -- permit ------------------------------------------------------------------

concurrency_limit::permit::permit(std::shared_ptr<ledger> from,
                                  key_digest key) noexcept
  : from_(std::move(from)), key_(key) {
  // nop
}

concurrency_limit::permit&
concurrency_limit::permit::operator=(permit&& x) noexcept {
  auto moved = std::move(x);
  std::swap(from_, moved.from_);
  std::swap(key_, moved.key_);
  return *this; // and what was held here is given back
}

concurrency_limit::permit::~permit() {
  if (from_)
    from_->under_way.add(key_, -1);
}

// -- limit -------------------------------------------------------------------

concurrency_limit::concurrency_limit(std::uint32_t limit, estimator_shape shape,
                                     key_hash hash)
  : limit_(limit), hash_(hash), ledger_(std::make_shared<ledger>(shape)) {
  // nop
}

std::optional<concurrency_limit::permit>
concurrency_limit::acquire(std::string_view key) {
  auto digest = hash_(key);
  auto place = permit{ledger_, digest};
  ledger_->under_way.add(digest);
  // Looked up afterwards, since others may add to the rows in another order:
  // of all that hold a place at once, the last to add sees all of them.
  if (ledger_->under_way.get(digest) > limit_)
    return std::nullopt; // and the place is given back
  return place;
}

std::int64_t concurrency_limit::in_flight(std::string_view key) const noexcept {
  return ledger_->under_way.get(hash_(key));
}

} // namespace troupe::actors
