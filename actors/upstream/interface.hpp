#pragma once

#include "actors/base/contract.hpp"
#include "actors/discovery/messages.hpp"
#include "actors/health/messages.hpp"
#include "actors/upstream/messages.hpp"

namespace troupe::actors {

/// UPSTREAM KEEPER: keeps what is known of one upstream, and has all loops know
/// it.
using upstream_keeper_actor = caf::typed_actor<
  // What its operator wants of it. Who has left finishes what it began.
  takes<replace_backends>, takes<set_backend_mode>, takes<set_backend_weight>,
  // How its backends fare.
  answers<list_backends>::with<backends_listed>,
  // Tells the watcher of each change.
  takes<watch_upstream>,
  // INTERNAL: of its sources'.
  takes<backends_found>, takes<discovery_failed>,
  // INTERNAL: of its checker's.
  takes<health_changed>,
  // INTERNAL: of the loops'.
  takes<row_of_failures>,
  // INTERNAL: to itself.
  takes<publish_view>,
  // Ends, and its cast with it.
  takes<close_keeper>>;

} // namespace troupe::actors
