#include "actors/base/sparing_scheduler.hpp"

#include <caf/abstract_actor.hpp>

#include <utility>

namespace troupe::actors {

void sparing_clock::remember(const caf::abstract_actor& self) {
  auto guard = std::lock_guard{mutex_};
  askers_.insert(self.id());
}

void sparing_clock::set_ordinary_timeout(time_point t,
                                         caf::abstract_actor* self,
                                         caf::atom_value type,
                                         std::uint64_t id) {
  remember(*self);
  real_.set_ordinary_timeout(t, self, type, id);
}

void sparing_clock::set_multi_timeout(time_point t, caf::abstract_actor* self,
                                      caf::atom_value type, std::uint64_t id) {
  remember(*self);
  real_.set_multi_timeout(t, self, type, id);
}

void sparing_clock::set_request_timeout(time_point t, caf::abstract_actor* self,
                                        caf::message_id id) {
  remember(*self);
  real_.set_request_timeout(t, self, id);
}

void sparing_clock::cancel_ordinary_timeout(caf::abstract_actor* self,
                                            caf::atom_value type) {
  real_.cancel_ordinary_timeout(self, type);
}

void sparing_clock::cancel_request_timeout(caf::abstract_actor* self,
                                           caf::message_id id) {
  real_.cancel_request_timeout(self, id);
}

void sparing_clock::cancel_timeouts(caf::abstract_actor* self) {
  {
    auto guard = std::lock_guard{mutex_};
    if (askers_.erase(self->id()) == 0)
      return;
  }
  real_.cancel_timeouts(self);
}

void sparing_clock::schedule_message(time_point t,
                                     caf::strong_actor_ptr receiver,
                                     caf::mailbox_element_ptr content) {
  real_.schedule_message(t, std::move(receiver), std::move(content));
}

void sparing_clock::schedule_message(time_point t, caf::group target,
                                     caf::strong_actor_ptr sender,
                                     caf::message content) {
  real_.schedule_message(t, std::move(target), std::move(sender),
                         std::move(content));
}

void sparing_clock::cancel_all() {
  real_.cancel_all();
}

caf::actor_system::module* sparing_scheduler::make(caf::actor_system& system,
                                                   caf::detail::type_list<>) {
  return new sparing_scheduler(system);
}

} // namespace troupe::actors
