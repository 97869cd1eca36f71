#include "actors/balancer/backend_register.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>

namespace troupe::actors {

namespace {

codecs::sip_key key_from(const std::optional<sticky_options>& sticky) {
  if (sticky && !sticky->secret.empty()) {
    constexpr auto first = codecs::sip_key{0x737469636b790001, 0};
    constexpr auto second = codecs::sip_key{0x737469636b790002, 0};
    return {codecs::sip_hash(first, sticky->secret),
            codecs::sip_hash(second, sticky->secret)};
  }
  auto device = std::random_device{};
  auto draw = [&device] {
    return std::uint64_t{device()} << 32 | std::uint64_t{device()};
  };
  return {draw(), draw()};
}

} // namespace

backend_register::backend_register(balance_options options)
  : options_(std::move(options)), secret_(key_from(options_.sticky)) {
  // nop
}

bool backend_register::tell(std::size_t source, std::vector<entry> all,
                            runtime::time::steady_point now) {
  if (told_.size() <= source)
    told_.resize(source + 1);
  if (told_[source] == all)
    return false;
  told_[source] = std::move(all);
  merge(now);
  return changed_;
}

void backend_register::merge(runtime::time::steady_point now) {
  using place = std::pair<std::string_view, std::string_view>;
  auto before = std::map<place, const known*>{};
  for (auto& x : all_)
    before.emplace(place{x.who.name, x.who.address}, &x);
  auto seen = std::set<place>{};
  auto next = std::vector<known>{};
  for (auto& some : told_) {
    for (auto& x : some) {
      auto where = place{x.name, x.address};
      if (!seen.insert(where).second)
        continue;
      auto was = before.find(where);
      auto& to
        = next.emplace_back(was != before.end() ? *was->second : known{});
      if (was == before.end()) {
        to.who.id = backend_id{++last_id_};
        to.who.name = x.name;
        to.who.address = x.address;
        if (shown_)
          to.how.since = now;
      }
      to.who.weight = to.weight.value_or(x.weight);
      to.who.tier = x.tier;
    }
  }
  auto as_before
    = [](const known& x, const known& y) { return x.who == y.who; };
  changed_ = changed_
             || !std::equal(next.begin(), next.end(), all_.begin(), all_.end(),
                            as_before);
  all_ = std::move(next);
}

backend_register::known* backend_register::find(backend_id who) noexcept {
  auto i = std::find_if(all_.begin(), all_.end(),
                        [who](auto& x) { return x.who.id == who; });
  return i != all_.end() ? &*i : nullptr;
}

template <class F>
bool backend_register::for_each_called(std::string_view who, F f) {
  auto any = false;
  for (auto& x : all_)
    if (x.who.name == who || x.who.address == who)
      any = f(x) || any;
  return any;
}

bool backend_register::set_mode(std::string_view who, backend_mode mode,
                                runtime::time::steady_point now) {
  return for_each_called(who, [&](known& x) {
    if (x.how.mode == mode)
      return false;
    x.how.mode = mode;
    if (mode == backend_mode::enabled)
      x.how.since = now;
    return true;
  });
}

bool backend_register::set_weight(std::string_view who, std::uint32_t weight) {
  auto any = for_each_called(who, [&](known& x) {
    x.weight = weight;
    return std::exchange(x.who.weight, weight) != weight;
  });
  changed_ = changed_ || any;
  return any;
}

bool backend_register::set_healthy(backend_id who, bool healthy,
                                   runtime::time::steady_point now) {
  auto* x = find(who);
  if (!x || x->how.healthy == healthy)
    return false;
  x->how.healthy = healthy;
  if (healthy)
    x->how.since = now;
  return true;
}

bool backend_register::set_ejected(backend_id who, bool ejected,
                                   runtime::time::steady_point now) {
  auto* x = find(who);
  if (!x || x->how.ejected == ejected)
    return false;
  x->how.ejected = ejected;
  if (!ejected)
    x->how.since = now;
  return true;
}

upstream_view_ptr backend_register::view() {
  auto next = upstream_view{};
  if (last_ && !changed_) {
    next = *last_;
  } else {
    auto backends = std::vector<backend>{};
    for (auto& x : all_)
      backends.push_back(x.who);
    auto members = std::make_shared<const membership>(
      std::move(backends), last_ ? *last_->plan.members : membership{});
    if (options_.sticky)
      next.tokens = std::make_shared<const session_tokens>(*members, secret_);
    next.plan = plan_for(std::move(members), options_.policy);
  }
  next.conditions.clear();
  for (auto& x : all_)
    next.conditions.push_back(x.how);
  changed_ = false;
  shown_ = true;
  last_ = std::make_shared<const upstream_view>(std::move(next));
  return last_;
}

} // namespace troupe::actors
