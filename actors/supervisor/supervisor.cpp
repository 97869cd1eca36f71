#include "actors/supervisor/supervisor.hpp"

#include "actors/access_log/access_log.hpp"

#include "runtime/log/log.hpp"

#include <string_view>
#include <utility>

namespace troupe::actors {

namespace {

using self_ptr = supervisor_actor::stateful_pointer<supervisor_state>;

void end(self_ptr self, proxy_outcome how) {
  auto& st = self->state;
  if (st.ending != proxy_outcome::still_running)
    return;
  st.ending = how;
  for (auto* x : st.workers)
    x->wind_up();
  st.options.control->wind_up();
}

// -- access logs --------------------------------------------------------------

void spawn_log(self_ptr self, std::size_t i) {
  auto& st = self->state;
  auto log = self->spawn<caf::detached + caf::monitored>(access_log,
                                                         st.options.logs[i]);
  st.parts.insert_or_assign(log.address(),
                            part{.role = part::role::access_log, .index = i});
  for (auto* x : st.workers)
    x->use_log(i, log);
  st.logs[i] = std::move(log);
}

void end_all(self_ptr self) {
  auto& st = self->state;
  st.options.on_end(st.ending);
  st.logs.clear();
  st.couriers.clear();
  self->quit();
}

/// Asks all of them, and then goes on, whether they can answer or not.
template <class Actors>
void drain_each(self_ptr self, const Actors& all, void (*then)(self_ptr)) {
  self->state.undrained = all.size();
  if (all.empty())
    return then(self);
  auto done = [self, then] {
    if (--self->state.undrained == 0)
      then(self);
  };
  for (auto& x : all)
    self->request(x, caf::infinite, drain{})
      .then([done](log_drained) { done(); },
            [done](const caf::error&) { done(); });
}

void drain_logs(self_ptr self) {
  drain_each(self, self->state.logs, end_all);
}

/// Nobody appends lines any more.
void drain_couriers(self_ptr self) {
  drain_each(self, self->state.couriers, drain_logs);
}

// -- the cast -----------------------------------------------------------------

std::string_view word_of(enum part::role x) noexcept {
  switch (x) {
    case part::role::balancer: return "balancer";
    case part::role::pool: return "pool";
    case part::role::access_log: return "access_log";
    case part::role::log_courier: return "log_courier";
    case part::role::keeper: return "upstream_keeper";
    case part::role::listener: break;
  }
  return "listener";
}

void on_loop_drained(self_ptr self, std::size_t worker) {
  auto& st = self->state;
  st.drained.insert(worker);
  if (st.drained.size() == st.workers.size())
    end(self, proxy_outcome::ended);
}

void on_loop_ended(self_ptr self, std::size_t worker) {
  auto& st = self->state;
  st.ended.insert(worker);
  if (st.ended.size() == st.workers.size())
    drain_couriers(self);
}

void take_part(self_ptr self, const part_taken& x) {
  auto& st = self->state;
  self->monitor(x.actor);
  st.parts.insert_or_assign(x.actor->address(), x.part);
  if (x.part.role == part::role::log_courier)
    st.couriers.push_back(caf::actor_cast<log_courier_actor>(x.actor));
}

void on_down(self_ptr self, const caf::down_msg& x) {
  auto& st = self->state;
  auto found = st.parts.find(x.source);
  if (found == st.parts.end() || st.ending != proxy_outcome::still_running)
    return;
  auto part = found->second;
  st.parts.erase(found);
  std::erase_if(st.couriers,
                [&](auto& courier) { return courier.address() == x.source; });
  if (!x.reason) // it has done what it was asked for
    return;
  runtime::log::error("actor_fell role={} loop={} because=\"{}\"",
                      word_of(part.role), part.worker,
                      self->system().render(x.reason));
  if (!st.plan.allows(self->clock().now()))
    end(self, proxy_outcome::fell_too_often);
  else if (part.role == part::role::access_log)
    spawn_log(self, part.index);
  else if (part.role == part::role::keeper)
    st.options.control->replace(part.index);
  else
    st.workers[part.worker]->replace(part);
}

void begin_drain(self_ptr self) {
  auto& st = self->state;
  if (std::exchange(st.draining, true)
      || st.ending != proxy_outcome::still_running)
    return;
  for (auto* x : st.workers)
    x->drain();
  if (st.options.drain.count() > 0)
    self->delayed_send(self, st.options.drain, drain_deadline{});
}

} // namespace

supervisor_actor::behavior_type supervisor(self_ptr self,
                                           supervisor_options options,
                                           std::vector<worker*> workers) {
  auto& st = self->state;
  st.plan = restart_plan{options.restarts};
  st.options = std::move(options);
  st.workers = std::move(workers);
  self->set_down_handler([self](const caf::down_msg& x) { on_down(self, x); });
  st.logs.resize(st.options.logs.size());
  for (std::size_t i = 0; i < st.logs.size(); ++i)
    spawn_log(self, i);
  return {
    [self](drain) { begin_drain(self); },
    [self](stop) { end(self, proxy_outcome::ended); },
    [self](const part_taken& x) { take_part(self, x); },
    [self](const loop_drained& x) { on_loop_drained(self, x.worker); },
    [self](const loop_ended& x) { on_loop_ended(self, x.worker); },
    [self](reopen_log x) {
      for (auto& log : self->state.logs)
        self->send(log, x);
    },
    [self](drain_deadline) {
      runtime::log::warning("drain_deadline passed, cutting off the rest");
      end(self, proxy_outcome::ended);
    },
  };
}

} // namespace troupe::actors
