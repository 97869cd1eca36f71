#include "actors/balancer/balancer.hpp"

#include <utility>

namespace troupe::actors {

balancer::balancer(std::unique_ptr<balancing_policy> policy,
                   eligibility_options options)
  : policy_(std::move(policy)), options_(options) {
  // nop
}

void balancer::adopt(balancing_plan plan,
                     std::vector<backend_condition> conditions) {
  policy_->adopt(plan);
  plan_ = std::move(plan);
  ++version_;
  conditions_ = std::move(conditions);
  who_ = eligibility{*plan_.members, conditions_, options_};
}

void balancer::note(backend_id who, const backend_condition& how) {
  auto at = plan_.members->find(who);
  if (!at || conditions_[*at] == how)
    return;
  conditions_[*at] = how;
  who_ = eligibility{*plan_.members, conditions_, options_};
}

void balancer::note_all(std::vector<backend_condition> conditions) {
  conditions_ = std::move(conditions);
  who_ = eligibility{*plan_.members, conditions_, options_};
}

const membership::member* balancer::next(selection& request,
                                         runtime::time::steady_point now,
                                         codecs::http::random_source& random) {
  if (request.exhausted())
    return nullptr;
  request.walk_on(version_);
  for (auto* tier : {&who_.first(), &who_.reserve()}) {
    if (tier->empty())
      continue;
    auto question = pick_question{.members = *plan_.members,
                                  .who = *tier,
                                  .request = request,
                                  .now = now,
                                  .random = random};
    if (auto found = policy_->choose(question)) {
      auto& chosen = (*plan_.members)[*found];
      request.note_asked(chosen.id);
      return &chosen;
    }
  }
  return nullptr;
}

const membership::member* balancer::next_in_session(selection& request,
                                                    backend_id holder) {
  auto at = plan_.members->find(holder);
  if (!at || request.exhausted() || request.has_asked(holder))
    return nullptr;
  if (!usable_for_session(conditions_[*at]) && !who_.first().contains(*at))
    return nullptr;
  request.note_asked(holder);
  return &(*plan_.members)[*at];
}

void balancer::note_latency(backend_id who, runtime::time::duration latency,
                            runtime::time::steady_point now) {
  if (auto at = plan_.members->find(who))
    policy_->note_latency(*at, latency, now);
}

} // namespace troupe::actors
