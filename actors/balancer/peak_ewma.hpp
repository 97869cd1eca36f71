#pragma once

#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/latency_estimate.hpp"
#include "actors/balancer/per_backend.hpp"

namespace troupe::actors {

/// Of two who are drawn at random the one with the lower cost:
///
///     latency estimate * (requests under way + 1) / weight
///
/// Who has not answered yet costs nothing while nothing is under way there, so
/// that it is asked, and more than anybody known while something is, so that
/// one request tries it and not all of them. Latencies are what this loop has
/// seen, requests under way those of all loops.
class peak_ewma final : public balancing_policy {
public:
  explicit peak_ewma(runtime::time::duration decay) noexcept : decay_(decay) {
    // nop
  }

  void adopt(const balancing_plan& plan) override;
  std::optional<membership::position> choose(const pick_question& x) override;
  void note_latency(membership::position who, runtime::time::duration latency,
                    runtime::time::steady_point now) override;

private:
  latency_estimate::seconds decay_;
  per_backend<latency_estimate> estimates_;
};

} // namespace troupe::actors
