#include "actors/tunnel/tunnel.hpp"

#include <utility>

namespace troupe::actors {

namespace {

/// Pieces in a row before the other connections of the loop have their turn.
constexpr int pieces_in_a_row = 32;

} // namespace

void tunnel_state::on_stop() {
  owner->stop();
}

void tunnel_state::on_ready(runtime::loop::readiness what) {
  ends.client.note(what);
  owner->on_ready(what);
}

tunnel_state::~tunnel_state() {
  if (ends.watcher)
    ends.watcher->on_end(
      {.up = up.octets(), .down = down.octets(), .end = end});
}

tunnel::tunnel(caf::actor_config& cfg, guest_list& guests, tunnel_ends ends,
               std::chrono::milliseconds idle)
  : pinned(cfg) {
  auto& st = state;
  st.owner = this;
  st.self = caf::strong_actor_ptr{ctrl()};
  st.ends = std::move(ends);
  st.down.waiting = std::move(st.ends.for_client);
  st.up.waiting = std::move(st.ends.for_origin);
  st.patience = idle;
  st.last = home().loop().now();
  st.timer.emplace(static_cast<timer_handler&>(*this));
  st.enter_list(guests);
  // At once: the session, to which their events went, is about to end.
  if (st.ends.client.watched())
    st.ends.client.hand_over(st);
  else if (st.ends.client.watch(home().loop(), st))
    st.ends.client.abort();
  st.ends.origin->holder(this);
}

tunnel::behavior_type tunnel::make_behavior() {
  carry();
  return {[this](carry_on) { carry(); }};
}

void tunnel::on_ready(runtime::loop::readiness) {
  enter([this] { carry(); });
}

void tunnel::carry() {
  auto& st = state;
  auto& client = st.ends.client;
  auto& origin = *st.ends.origin;
  auto scratch = home().loop().scratch();
  for (auto budget = pieces_in_a_row; budget > 0; --budget) {
    auto up = st.up.carry(client, origin, scratch);
    auto down = st.down.carry(origin, client, scratch);
    auto client_lost
      = up == carried::lost_sender || down == carried::lost_receiver;
    if (client_lost || up == carried::lost_receiver
        || down == carried::lost_sender) {
      // Neither side may take this for an orderly end.
      client.abort();
      origin.abort();
      end(client_lost ? proxy_errc::client_gone : proxy_errc::upstream_reset);
      return;
    }
    if (up == carried::all && down == carried::all) {
      end(proxy_errc::none);
      return;
    }
    if (up != carried::some && down != carried::some)
      break;
    st.last = home().loop().now();
    if (budget == 1)
      send(this, carry_on{});
  }
  if (st.patience.count() > 0 && !st.timer->armed())
    home().loop().arm(*st.timer, st.last + st.patience);
}

void tunnel::on_timer() {
  enter([this] {
    auto due = state.last + state.patience;
    if (due <= home().loop().now())
      end(proxy_errc::tunnel_idle);
    else
      home().loop().arm(*state.timer, due);
  });
}

void tunnel::end(proxy_errc how) {
  state.end = how;
  quit();
}

void tunnel::stop() {
  enter([this] {
    state.end = proxy_errc::shut_down;
    quit(caf::exit_reason::user_shutdown);
  });
}

} // namespace troupe::actors
