#include "actors/health/health_checker.hpp"

#include "runtime/config/duration.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace troupe::actors {

namespace {

void count(check_counters& to, check_result x) noexcept {
  switch (x) {
    case check_result::passed: ++to.passed; break;
    case check_result::failed: ++to.failed; break;
    case check_result::undecided: ++to.undecided; break;
  }
}

} // namespace

// -- a backend ----------------------------------------------------------------

void checked_backend::on_ready(runtime::loop::readiness what) {
  owner_.enter([&] { owner_.advance(*this, what); });
}

void checked_backend::on_timer() {
  owner_.enter([this] { owner_.on_timer(*this); });
}

// -- who is checked -----------------------------------------------------------

health_checker::health_checker(caf::actor_config& cfg, check_options options,
                               health_subscriber_actor subscriber)
  : pinned(cfg) {
  state.options = std::move(options);
  state.subscriber = std::move(subscriber);
}

health_checker::behavior_type health_checker::make_behavior() {
  return {
    [this](const watch_backends& x) { watch(x); },
  };
}

void health_checker::watch(const watch_backends& x) {
  auto& st = state;
  forget_others(x);
  for (auto& target : x.targets) {
    auto [i, is_new] = st.backends.try_emplace(target.id, *this, target,
                                               st.options.thresholds);
    auto& backend = i->second;
    if (is_new)
      home().loop().arm(
        backend.timer,
        first_check(st.options.timing, home().loop().now(), st.random));
    else if (backend.target.address != target.address)
      move(backend, target);
    else
      backend.target = target;
  }
  begin_waiting();
}

void health_checker::forget_others(const watch_backends& x) {
  auto& st = state;
  auto staying = std::set<backend_id>{};
  for (auto& target : x.targets)
    staying.insert(target.id);
  std::erase_if(st.queue, [&](auto id) { return !staying.contains(id); });
  for (auto i = st.backends.begin(); i != st.backends.end();) {
    if (staying.contains(i->first)) {
      ++i;
    } else {
      drop_probe(i->second);
      i = st.backends.erase(i);
    }
  }
}

/// What was known is of somewhere else.
void health_checker::move(checked_backend& x, const check_target& to) {
  drop_probe(x);
  std::erase(state.queue, to.id);
  x.target = to;
  x.ledger.start_anew();
  home().loop().arm(x.timer, first_check(state.options.timing,
                                         home().loop().now(), state.random));
}

void health_checker::drop_probe(checked_backend& x) {
  if (!x.probe)
    return;
  x.probe->end();
  x.probe = nullptr;
  --state.under_way;
}

// -- a check ------------------------------------------------------------------

void health_checker::on_timer(checked_backend& x) {
  if (x.probe) {
    auto patience = runtime::config::to_string(state.options.timing.timeout);
    conclude(
      x, check_failed(fmt::format("{} within {}", x.probe->lacks(), patience)));
  } else {
    state.queue.push_back(x.target.id);
  }
  begin_waiting();
}

void health_checker::begin_waiting() {
  auto& st = state;
  while (st.under_way < st.options.parallel && !st.queue.empty()) {
    auto next = st.queue.front();
    st.queue.pop_front();
    begin(st.backends.at(next));
  }
}

void health_checker::begin(checked_backend& x) {
  auto& options = state.options;
  auto& loop = home().loop();
  ++state.under_way;
  x.began = loop.now();
  loop.arm(x.timer, x.began + options.timing.timeout);
  x.probe = make_probe(options, x.target.name, x.target.address);
  if (auto verdict
      = x.probe->start(loop, x.handler(), x.target.address, options.socket))
    conclude(x, *std::move(verdict));
}

void health_checker::advance(checked_backend& x,
                             runtime::loop::readiness what) {
  if (auto verdict = x.probe->advance(home().loop(), what)) {
    conclude(x, *std::move(verdict));
    begin_waiting();
  }
}

void health_checker::conclude(checked_backend& x, check_verdict verdict) {
  drop_probe(x);
  count(state.counters, verdict.result);
  if (verdict.result != check_result::undecided)
    if (auto healthy = x.ledger.note(verdict.result == check_result::passed))
      send(state.subscriber,
           health_changed{x.target.id, *healthy, std::move(verdict.why)});
  home().loop().arm(x.timer, next_check(state.options.timing, x.began,
                                        x.ledger.healthy(), state.random));
}

} // namespace troupe::actors
