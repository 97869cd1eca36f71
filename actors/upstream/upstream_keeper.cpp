#include "actors/upstream/upstream_keeper.hpp"

#include "actors/discovery/dns_source.hpp"
#include "actors/discovery/file_source.hpp"
#include "actors/health/health_checker.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace troupe::actors {

namespace {

backend_source_actor spawn_source(loop_unit& home, const dns_options& options,
                                  const discovery_subscriber_actor& who) {
  return spawn_pinned<dns_source>(home, options, who);
}

backend_source_actor spawn_source(loop_unit& home,
                                  const file_source_options& options,
                                  const discovery_subscriber_actor& who) {
  return spawn_pinned<file_source>(home, options, who);
}

} // namespace

upstream_keeper::upstream_keeper(caf::actor_config& cfg, keeper_part part)
  : pinned(cfg) {
  state.part = std::move(part);
  set_down_handler([this](const caf::down_msg& x) {
    std::erase_if(state.watchers,
                  [&](auto& y) { return y.address() == x.source; });
  });
}

upstream_keeper::behavior_type upstream_keeper::make_behavior() {
  begin();
  auto& ledger = *state.part.ledger;
  auto now = [this] { return home().loop().now(); };
  return {
    [this, &ledger, now](const replace_backends& x) {
      note_members(ledger.tell(0, entries_of(x.all), now()));
    },
    [this, &ledger, now](const set_backend_mode& x) {
      note(ledger.set_mode(x.who, x.mode, now()));
    },
    [this, &ledger](const set_backend_weight& x) {
      note(ledger.set_weight(x.who, x.weight));
    },
    [&ledger](list_backends) {
      return backends_listed{ledger.status(), ledger.counters()};
    },
    [this](const watch_upstream& x) {
      monitor(x.who);
      state.watchers.push_back(x.who);
      send(x.who, present());
    },
    [this, &ledger, now](backends_found& x) {
      auto which = source();
      note_members(ledger.tell(which + 1, std::move(x.all), now()));
      note_source(which);
    },
    [this, &ledger](const discovery_failed& x) {
      ledger.note_source(x.why);
      note_source(source());
    },
    [this, &ledger, now](const health_changed& x) {
      note(ledger.note_health(x, now()));
    },
    [this, &ledger, now](const row_of_failures& x) {
      note(ledger.note_row(x.backend, now()));
      arm();
    },
    [this](publish_view) { publish(); },
    [this](close_keeper) { end(); },
  };
}

void upstream_keeper::begin() {
  if (state.part.ledger->options().health)
    spawn_checker();
  spawn_sources();
  arm();
}

void upstream_keeper::spawn_sources() {
  auto me = caf::actor_cast<discovery_subscriber_actor>(this);
  auto spawn_one = [&](const auto& x) { return spawn_source(home(), x, me); };
  for (auto& x : state.part.ledger->options().sources) {
    state.silent.insert(state.sources.size());
    state.sources.push_back(std::visit(spawn_one, x));
    link_to(state.sources.back());
  }
  if (state.silent.empty() && state.part.on_ready)
    state.part.on_ready();
}

std::size_t upstream_keeper::source() {
  auto& all = state.sources;
  auto sender = current_sender();
  auto found = std::find_if(all.begin(), all.end(),
                            [&](auto& x) { return x == sender; });
  return static_cast<std::size_t>(found - all.begin());
}

void upstream_keeper::note_source(std::size_t which) {
  if (state.silent.erase(which) > 0 && state.silent.empty()
      && state.part.on_ready)
    state.part.on_ready();
}

void upstream_keeper::spawn_checker() {
  auto& ledger = *state.part.ledger;
  state.checker = spawn_pinned<health_checker>(
    home(), *ledger.options().health,
    caf::actor_cast<health_subscriber_actor>(this));
  link_to(state.checker);
  note(ledger.forget_health(home().loop().now()));
  send(state.checker, watch_backends{ledger.targets()});
}

void upstream_keeper::note_members(bool changed) {
  if (changed && state.checker)
    send(state.checker, watch_backends{state.part.ledger->targets()});
  note(changed);
}

/// What comes together is told together.
void upstream_keeper::note(bool changed) {
  if (changed && !std::exchange(state.dirty, true))
    send(this, publish_view{});
}

void upstream_keeper::publish() {
  state.dirty = false;
  state.part.publish(state.part.ledger->view());
  if (state.watchers.empty())
    return;
  for (auto& x : state.watchers)
    send(x, present());
}

upstream_state upstream_keeper::present() const {
  auto& ledger = *state.part.ledger;
  return {.upstream = ledger.name(),
          .backends = ledger.status(),
          .counters = ledger.counters()};
}

void upstream_keeper::arm() {
  if (auto due = state.part.ledger->next_due())
    home().loop().arm(timer_, *due);
}

void upstream_keeper::on_timer() {
  enter([this] {
    note(state.part.ledger->expire(home().loop().now()));
    arm();
  });
}

void upstream_keeper::end() {
  timer_.cancel();
  if (auto checker = std::exchange(state.checker, nullptr)) {
    unlink_from(checker);
    send_exit(checker, caf::exit_reason::user_shutdown);
  }
  for (auto& x : std::exchange(state.sources, {})) {
    unlink_from(x);
    send_exit(x, caf::exit_reason::user_shutdown);
  }
  quit();
}

} // namespace troupe::actors
