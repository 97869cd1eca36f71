#include "actors/access_log/log_courier.hpp"

#include "runtime/log/log.hpp"

#include <utility>

namespace troupe::actors {

log_courier::log_courier(caf::actor_config& cfg, log_outlet& outlet,
                         access_log_actor log)
  : pinned(cfg) {
  state.outlet = &outlet;
  state.log = std::move(log);
  state.say_timer.emplace(static_cast<timer_handler&>(*this));
  outlet.buffer().write_off(); // what another courier had taken
  state.said = outlet.buffer().dropped();
}

log_courier::behavior_type log_courier::make_behavior() {
  state.outlet->courier = this;
  carry(); // what was gathered before
  return {
    [this](lines_gathered) { carry(); },
    [this](const change_log& x) {
      state.log = caf::actor_cast<access_log_actor>(x.log);
    },
    [this](drain) { return begin_drain(); },
  };
}

void log_courier::carry() {
  while (auto batch = state.outlet->buffer().take())
    request(state.log, caf::infinite, write_lines{batch})
      .then([this, batch](batch_returned) { returned(batch); },
            [this, batch](const caf::error&) { // the log is gone
              state.lost += batch->count;
              returned(batch);
            });
}

void log_courier::returned(log_batch_ptr batch) {
  state.outlet->buffer().give_back(std::move(batch));
  if (dropped() != state.said && !state.say_timer->armed())
    home().loop().arm(*state.say_timer, home().loop().now() + say_interval);
  end_if_drained();
}

caf::result<log_drained> log_courier::begin_drain() {
  auto promise = make_response_promise<log_drained>();
  state.draining = promise;
  state.outlet->buffer().close();
  carry();
  send(state.log, give_up_waiting{}); // after the last batch
  end_if_drained();
  return promise;
}

void log_courier::end_if_drained() {
  if (!state.draining || state.outlet->buffer().away() > 0)
    return;
  say_dropped();
  state.draining->deliver(log_drained{});
  quit();
}

std::uint64_t log_courier::dropped() const noexcept {
  return state.outlet->buffer().dropped() + state.lost;
}

void log_courier::say_dropped() {
  const auto fresh = dropped() - std::exchange(state.said, dropped());
  if (fresh > 0)
    runtime::log::warning("access_log_lines_dropped log={} count={}",
                          state.outlet->path(), fresh);
}

void log_courier::on_timer() {
  enter([this] { say_dropped(); });
}

} // namespace troupe::actors
