#pragma once

#include "actors/balancer/balancing_plan.hpp"
#include "actors/balancer/candidates.hpp"
#include "actors/balancer/selection.hpp"

#include "runtime/time/clock.hpp"

#include "codecs/http/trace_context.hpp"

#include <optional>

namespace troupe::actors {

/// What a policy is asked for each pick: one of `who`, whom this request has
/// not asked yet. Borrowed for the call.
struct pick_question {
  const membership& members;
  const candidates& who;
  selection& request;
  runtime::time::steady_point now;
  codecs::http::random_source& random;

  /// May that one be the answer?
  bool open(membership::position x) const noexcept {
    return who.contains(x) && !request.has_asked(members[x].id);
  }
  double weight(membership::position x) const noexcept {
    return who.weight(x, now);
  }
  std::uint32_t in_flight(membership::position x) const noexcept {
    return members[x].load->in_flight();
  }
};

/// A way of choosing. Each loop has its own; it holds no lock, reads no clock,
/// and does not allocate to choose.
class balancing_policy {
public:
  virtual ~balancing_policy() = default;

  /// Another membership. What the policy knows of those who stay, it keeps.
  virtual void adopt(const balancing_plan& plan) = 0;
  /// Nobody if, and only if, nobody is open.
  virtual std::optional<membership::position> choose(const pick_question& x)
    = 0;
  /// How long that one took to answer.
  virtual void note_latency(membership::position, runtime::time::duration,
                            runtime::time::steady_point) {
    // nop
  }
};

} // namespace troupe::actors
