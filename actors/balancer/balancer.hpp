#pragma once

#include "actors/balancer/balancing_plan.hpp"
#include "actors/balancer/balancing_policy.hpp"
#include "actors/balancer/eligibility.hpp"
#include "actors/balancer/selection.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace troupe::actors {

/// What a loop chooses backends with: a policy, the membership as it was
/// published last, and how each backend fares. A request brings a selection and
/// asks for the next backend until one has answered, or nobody is left.
class balancer {
public:
  balancer(std::unique_ptr<balancing_policy> policy,
           eligibility_options options = {});

  /// Another membership, with a condition for each of its backends. Requests
  /// under way go on with it: nobody whom they have asked is asked again.
  void adopt(balancing_plan plan, std::vector<backend_condition> conditions);
  /// A backend fares otherwise; who is not there is of no account.
  void note(backend_id who, const backend_condition& how);
  /// Many fare otherwise: a condition for each, in the membership's order.
  void note_all(std::vector<backend_condition> conditions);

  /// Whom the request is to ask next: somebody whom it has not asked yet. Null
  /// if nobody is left, or it has asked often enough. Borrowed: valid until the
  /// next adopt().
  const membership::member* next(selection& request,
                                 runtime::time::steady_point now,
                                 codecs::http::random_source& random);
  /// The backend that holds the client's session, if it may be asked, as it may
  /// while it is draining, too. Null otherwise, or if the request has asked it.
  /// Borrowed: valid until the next adopt().
  const membership::member* next_in_session(selection& request,
                                            backend_id holder);
  /// How long the backend took to answer. Not for what failed, or whoever fails
  /// fast would be preferred.
  void note_latency(backend_id who, runtime::time::duration latency,
                    runtime::time::steady_point now);

  const membership& members() const noexcept { return *plan_.members; }
  const eligibility& who() const noexcept { return who_; }
  /// In the membership's order.
  const std::vector<backend_condition>& conditions() const noexcept {
    return conditions_;
  }

private:
  std::unique_ptr<balancing_policy> policy_;
  eligibility_options options_;
  balancing_plan plan_{.members = std::make_shared<membership>()};
  std::uint64_t version_ = 0; // of the plan, on this loop
  std::vector<backend_condition> conditions_;
  eligibility who_;
};

} // namespace troupe::actors
