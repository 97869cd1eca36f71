#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/smooth_weighted.hpp"

namespace troupe::actors {

/// By the client's address, by weight, as nginx's ip_hash does it. The key is
/// the address in 4 or 16 octets; of an IPv4 address the first three count, so
/// a network of 256 goes to one backend. Who is not open is passed over 20
/// times; then, and without a key, backends take turns.
///
/// Where backends come or go, most clients move; ketama and maglev do better.
class ip_hash final : public balancing_policy {
public:
  explicit ip_hash(std::size_t start = 0) noexcept : turns_(start) {
    // nop
  }

  void adopt(const balancing_plan& plan) override;
  std::optional<membership::position> choose(const pick_question& x) override;

private:
  smooth_weighted turns_;
  std::shared_ptr<const membership> members_;
  std::uint64_t total_ = 0; // the weight of all primary backends
};

} // namespace troupe::actors
