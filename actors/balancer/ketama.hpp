#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/key_ring.hpp"
#include "actors/balancer/smooth_weighted.hpp"

namespace troupe::actors {

/// Consistent hashing that chooses whom nginx's `hash $key consistent` chooses.
/// Who is not open is passed over along the ring, for 20 points in all of a
/// request's picks; then, and without a key, backends take turns. So do those
/// who share a name.
///
/// Slow start does not count: a key's home does not depend on the time.
class ketama final : public balancing_policy {
public:
  explicit ketama(std::size_t start = 0) noexcept : turns_(start) {
    // nop
  }

  void adopt(const balancing_plan& plan) override;
  std::optional<membership::position> choose(const pick_question& x) override;

private:
  std::shared_ptr<const key_ring> ring_;
  smooth_weighted turns_;
};

} // namespace troupe::actors
