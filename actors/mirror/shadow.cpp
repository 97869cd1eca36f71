#include "actors/mirror/shadow.hpp"

#include "actors/mirror/shadow_sender.hpp"

#include <caf/send.hpp>

namespace troupe::actors {

void shadow::ask_pool(const pool_actor& pool, lease_id lease) {
  owner_.ask_pool(id_, pool, lease);
}

void shadow::forget_lease(const pool_actor& pool, lease_id lease) {
  caf::anon_send(pool, actors::forget_lease{lease});
}

void shadow::enter_exchange(runtime::loop::readiness what) {
  owner_.on_ready(id_, what);
}

void shadow::yield_exchange() {
  yielded_ = true;
  owner_.resume_soon();
}

void shadow::on_timer() {
  owner_.on_late(id_);
}

} // namespace troupe::actors
