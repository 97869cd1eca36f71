#include "actors/mirror/shadow_sender.hpp"

#include "runtime/log/log.hpp"

#include <utility>
#include <vector>

namespace troupe::actors {

shadow_sender::shadow_sender(caf::actor_config& cfg, mirror_options options,
                             mirror_ledger_ptr ledger)
  : pinned(cfg) {
  state.options = std::move(options);
  state.ledger = std::move(ledger);
}

shadow_sender::behavior_type shadow_sender::make_behavior() {
  return {
    [this](resume_shadows) { resume_all(); },
  };
}

void shadow_sender::dispatch(exchange_context& from,
                             std::unique_ptr<request_copy> what) {
  enter([&] { begin(from, std::move(what)); });
}

void shadow_sender::begin(exchange_context& from,
                          std::unique_ptr<request_copy> what) {
  auto& st = state;
  what->place().note_sent();
  auto id = shadow_id{++st.last_id};
  auto& made
    = *(st.shadows[id] = std::make_unique<shadow>(*this, id, std::move(what)));
  home().loop().arm(made.timer(), home().loop().now() + st.options.timeout);
  auto& copy = made.copy();
  if (!from.begin_beside(st.options.upstream, made.exchange(), made,
                         copy.head(), copy.client(), &made)) {
    st.ledger->note_failed();
    st.shadows.erase(id);
    return;
  }
  // The rest has to wait: it may read, and what the client has sent still lies
  // in the loop's buffer.
  made.yield_exchange();
  with(id, [&](exchange& x) {
    if (!copy.body().empty())
      x.on_body(copy.body());
    x.on_request_end({});
  });
}

void shadow_sender::stop() {
  enter([this] {
    for (auto& [id, x] : std::exchange(state.shadows, {}))
      if (x->exchange())
        x->exchange()->abandon({proxy_errc::shut_down, {}});
    quit();
  });
}

template <class F>
void shadow_sender::with(shadow_id who, F f) {
  auto found = state.shadows.find(who);
  if (found == state.shadows.end() || !found->second->exchange())
    return;
  auto& x = *found->second;
  f(*x.exchange());
  if (x.exchange()->done())
    end(x);
}

void shadow_sender::end(shadow& x) {
  if (x.failed())
    state.ledger->note_failed();
  else
    state.ledger->note_answered();
  state.shadows.erase(x.id());
}

void shadow_sender::ask_pool(shadow_id who, const pool_actor& pool,
                             lease_id lease) {
  request(pool, caf::infinite, lease_connection{lease})
    .then(
      [this, who, lease](connection_lease& x) {
        with(who, [&](exchange& to) { to.on_lease(lease, std::move(x)); });
      },
      [this, who, lease](const caf::error& why) {
        with(who, [&](exchange& to) {
          to.on_lease(lease, {.connection = nullptr,
                              .reused = false,
                              .why = {proxy_errc::internal_error,
                                      "pool: " + system().render(why)}});
        });
      });
}

void shadow_sender::on_ready(shadow_id who, runtime::loop::readiness what) {
  enter([&] { with(who, [what](exchange& x) { x.on_upstream(what); }); });
}

void shadow_sender::on_late(shadow_id who) {
  enter([&] {
    auto found = state.shadows.find(who);
    if (found == state.shadows.end())
      return;
    state.ledger->note_late();
    found->second->exchange()->abandon({proxy_errc::exchange_timeout, {}});
    state.shadows.erase(found);
  });
}

void shadow_sender::resume_soon() {
  if (!std::exchange(state.resuming, true))
    send(this, resume_shadows{});
}

void shadow_sender::resume_all() {
  state.resuming = false;
  auto waiting = std::vector<shadow_id>{};
  for (auto& [id, x] : state.shadows)
    if (x->take_yield())
      waiting.push_back(id);
  for (auto id : waiting)
    with(id, [](exchange& x) {
      x.push();
      x.resume();
    });
}

void shadow_sender::say_lost() {
  auto& st = state;
  auto& x = st.ledger->counters();
  auto lost = x.dropped + x.failed + x.late;
  if (lost == st.said || !st.quota.ask(home().loop().now()).passes)
    return;
  st.said = lost;
  runtime::log::warning(
    "mirror_lost upstream={} sent={} dropped={} failed={} late={}",
    st.options.upstream, x.sent, x.dropped, x.failed, x.late);
}

} // namespace troupe::actors
