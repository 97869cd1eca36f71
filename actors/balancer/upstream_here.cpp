#include "actors/balancer/upstream_here.hpp"

#include "actors/balancer/make_policy.hpp"

#include <utility>

namespace troupe::actors {

upstream_here::upstream_here(std::string name, const exchange_options& options,
                             balance_options balance, std::size_t start)
  : options(options), name_(std::move(name)), balance_(std::move(balance)),
    view_(std::make_shared<const upstream_view>()),
    balancer_(make_policy(balance_.policy, start), balance_.eligibility) {
  // nop
}

const std::shared_ptr<backend_here>&
upstream_here::here(const membership::member& x) const noexcept {
  auto members = balancer_.members().members();
  return backends_[static_cast<std::size_t>(&x - members.data())];
}

backend_ptr upstream_here::next(selection& request,
                                runtime::time::steady_point now) {
  auto* chosen = balancer_.next(request, now, random_);
  return chosen ? here(*chosen) : nullptr;
}

backend_ptr upstream_here::holder(selection& request, std::string_view token) {
  if (!view_->tokens)
    return nullptr;
  auto at = view_->tokens->holder(token);
  if (!at)
    return nullptr;
  auto* found = balancer_.next_in_session(request, backends_[*at]->id());
  return found ? here(*found) : nullptr;
}

std::optional<session_tokens::token>
upstream_here::token_of(const backend_here& x) const {
  auto at = balancer_.members().find(x.id());
  if (!at || !view_->tokens)
    return std::nullopt;
  return view_->tokens->of(*at);
}

void upstream_here::adopt(upstream_view_ptr view, const backend_maker& make) {
  auto& next = *view->plan.members;
  if (view_->plan.members == view->plan.members) {
    balancer_.note_all(view->conditions);
    view_ = std::move(view);
    return;
  }
  auto backends = std::vector<std::shared_ptr<backend_here>>{};
  backends.reserve(next.size());
  for (auto& x : next.members()) {
    auto known = find(x.id);
    backends.push_back(known ? std::move(known) : make(x));
    if (auto i = backends.size() - 1; i < view->tallies.size())
      backends[i]->tally = view->tallies[i];
  }
  for (auto& x : backends_)
    if (!next.find(x->id()))
      x->shelf().clear(); // whoever asks it still may go on
  backends_ = std::move(backends);
  balancer_.adopt(view->plan, view->conditions);
  view_ = std::move(view);
}

void upstream_here::clear() {
  adopt(std::make_shared<const upstream_view>(), {});
}

std::shared_ptr<backend_here>
upstream_here::find(backend_id id) const noexcept {
  auto at = balancer_.members().find(id);
  return at ? backends_[*at] : nullptr;
}

} // namespace troupe::actors
