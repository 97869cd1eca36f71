#include "actors/supervisor/supervisor.hpp"

#include "runtime/log/log.hpp"

#include <utility>

namespace troupe::actors {

namespace {

using self_ptr = supervisor_actor::stateful_pointer<supervisor_state>;

void end(self_ptr self, outcome how) {
  auto& st = self->state;
  if (st.ending != outcome::still_running)
    return;
  st.ending = how;
  for (auto* x : st.workers)
    x->wind_up();
}

void on_loop_drained(self_ptr self, std::size_t worker) {
  auto& st = self->state;
  st.drained.insert(worker);
  if (st.drained.size() == st.workers.size())
    end(self, outcome::ended);
}

void on_loop_ended(self_ptr self, std::size_t worker) {
  auto& st = self->state;
  st.ended.insert(worker);
  if (st.ended.size() < st.workers.size())
    return;
  st.options.on_end(st.ending);
  self->quit();
}

void on_down(self_ptr self, const caf::down_msg& x) {
  auto& st = self->state;
  auto found = st.parts.find(x.source);
  if (found == st.parts.end() || st.ending != outcome::still_running)
    return;
  auto part = found->second;
  st.parts.erase(found);
  if (!x.reason) // it has done what it was asked for
    return;
  auto role = part.role == part::role::pool ? "pool" : "listener";
  runtime::log::error("actor_fell role={} loop={} because=\"{}\"", role,
                      part.worker, self->system().render(x.reason));
  if (st.plan.allows(self->clock().now()))
    st.workers[part.worker]->replace(part);
  else
    end(self, outcome::fell_too_often);
}

void begin_drain(self_ptr self) {
  auto& st = self->state;
  if (std::exchange(st.draining, true) || st.ending != outcome::still_running)
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
  return {
    [self](drain) { begin_drain(self); },
    [self](stop) { end(self, outcome::ended); },
    [self](const part_taken& x) {
      self->monitor(x.actor);
      self->state.parts.insert_or_assign(x.actor->address(), x.part);
    },
    [self](const loop_drained& x) { on_loop_drained(self, x.worker); },
    [self](const loop_ended& x) { on_loop_ended(self, x.worker); },
    [self](drain_deadline) {
      runtime::log::warning("drain_deadline passed, cutting off the rest");
      end(self, outcome::ended);
    },
  };
}

} // namespace troupe::actors
