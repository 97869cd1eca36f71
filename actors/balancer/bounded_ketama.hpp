#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/key_ring.hpp"

namespace troupe::actors {

/// Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam,
/// 2018), on the ring of ketama. A key goes to the first backend along the ring
/// that has room, where with m requests under way, the new one among them, a
/// backend that has the share s of the candidates' weight has room for
/// ceil(bound * m * s). There always is one with room.
///
/// A retry prefers somebody with room, and otherwise takes who has least for
/// its weight; so does a request without a key. The bound is exact for one
/// loop; loops that pick in the same instant may exceed it by one each.
class bounded_ketama final : public balancing_policy {
public:
  /// The bound is at least 1.
  explicit bounded_ketama(double bound) noexcept : bound_(bound) {
    // nop
  }

  void adopt(const balancing_plan& plan) override { ring_ = plan.ring; }
  std::optional<membership::position> choose(const pick_question& x) override;

private:
  double bound_;
  std::shared_ptr<const key_ring> ring_;
};

} // namespace troupe::actors
