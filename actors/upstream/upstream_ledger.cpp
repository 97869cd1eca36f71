#include "actors/upstream/upstream_ledger.hpp"

#include "runtime/net/address.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::time::steady_point;

upstream_bounds bounds_of(const upstream_options& options) {
  constexpr auto unbounded = breaker_options{0, 0, 0, 0};
  auto result = upstream_bounds{};
  if (options.circuit || options.retry_budget)
    result.circuit
      = std::make_shared<circuit_breaker>(options.circuit.value_or(unbounded));
  if (options.retry_budget)
    result.retries = std::make_shared<retry_budget>(*options.retry_budget);
  return result;
}

} // namespace

upstream_ledger::upstream_ledger(std::string name,
                                 const upstream_options& options,
                                 steady_point now)
  : options_(options), name_(std::move(name)), register_(options.balance),
    bounds_(bounds_of(options)), report_(name_) {
  if (options.outliers)
    outliers_.emplace(*options.outliers, now);
  register_.tell(0, entries_of(options.backends), now);
  adopt(now);
}

// -- what is heard ------------------------------------------------------------

bool upstream_ledger::tell(std::size_t source,
                           std::vector<backend_register::entry> all,
                           steady_point now) {
  if (!register_.tell(source, std::move(all), now))
    return false;
  adopt(now);
  report_.note_found(known_->plan.members->size());
  return true;
}

/// Who is new has not been checked yet, and nothing has become of it.
void upstream_ledger::adopt(steady_point now) {
  auto before = std::exchange(known_, register_.view());
  auto ids = std::vector<backend_id>{};
  for (auto& x : known_->plan.members->members()) {
    ids.push_back(x.id);
    auto is_new = !before || !before->plan.members->find(x.id);
    if (is_new && options_.health
        && !options_.health->thresholds.healthy_at_first)
      register_.set_healthy(x.id, false, now);
  }
  known_ = register_.view();
  if (outliers_)
    outliers_->adopt(ids);
  note_usable();
}

void upstream_ledger::note_usable() {
  if (!outliers_)
    return;
  auto members = known_->plan.members->members();
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto how = known_->conditions[i];
    how.ejected = false;
    outliers_->note_usable(members[i].id, usable(how));
  }
}

bool upstream_ledger::set_mode(std::string_view who, backend_mode mode,
                               steady_point now) {
  return register_.set_mode(who, mode, now);
}

bool upstream_ledger::set_weight(std::string_view who, std::uint32_t weight) {
  return register_.set_weight(who, weight);
}

bool upstream_ledger::note_health(const health_changed& x, steady_point now) {
  auto* who = find(x.id);
  if (!who || !register_.set_healthy(x.id, x.healthy, now))
    return false;
  report_.note_health(who->name, x.healthy, x.why);
  return true;
}

bool upstream_ledger::forget_health(steady_point now) {
  auto any = false;
  for (auto& x : known_->plan.members->members()) {
    auto healthy = options_.health->thresholds.healthy_at_first;
    any = register_.set_healthy(x.id, healthy, now) || any;
  }
  return any;
}

bool upstream_ledger::apply(const outlier_change& x, steady_point now) {
  auto* who = find(x.id);
  if (!who || !register_.set_ejected(x.id, x.ejected, now))
    return false;
  report_.note_ejection(who->name, x);
  return true;
}

bool upstream_ledger::note_row(backend_id who, steady_point now) {
  if (!outliers_)
    return false;
  auto change = outliers_->note_row(who, now);
  return change && apply(*change, now);
}

bool upstream_ledger::expire(steady_point now) {
  if (!outliers_)
    return false;
  auto any = false;
  for (auto& x : outliers_->expire(now))
    any = apply(x, now) || any;
  return any;
}

std::optional<steady_point> upstream_ledger::next_due() const {
  if (!outliers_)
    return std::nullopt;
  return outliers_->next_due();
}

// -- what is told -------------------------------------------------------------

upstream_view_ptr upstream_ledger::view() {
  known_ = register_.view();
  note_usable();
  auto& members = *known_->plan.members;
  auto who
    = eligibility{members, known_->conditions, options_.balance.eligibility};
  report_.note_panic(who.panicking());
  auto result = std::make_shared<upstream_view>(*known_);
  if (outliers_)
    for (auto& x : members.members())
      result->tallies.push_back(outliers_->tally(x.id));
  result->bounds = bounds_;
  return result;
}

std::vector<check_target> upstream_ledger::targets() const {
  auto result = std::vector<check_target>{};
  for (auto& x : known_->plan.members->members())
    result.push_back({.id = x.id,
                      .name = x.name,
                      .address = *runtime::net::address::parse(x.address)});
  return result;
}

std::vector<backend_status> upstream_ledger::status() const {
  auto result = std::vector<backend_status>{};
  auto members = known_->plan.members->members();
  for (std::size_t i = 0; i < members.size(); ++i)
    result.push_back({.name = members[i].name,
                      .address = members[i].address,
                      .weight = members[i].weight,
                      .tier = members[i].tier,
                      .condition = known_->conditions[i],
                      .in_flight = members[i].load->in_flight()});
  return result;
}

const backend* upstream_ledger::find(backend_id who) const {
  auto& members = *known_->plan.members;
  auto at = members.find(who);
  return at ? &members[*at] : nullptr;
}

} // namespace troupe::actors
