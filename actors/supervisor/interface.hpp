#pragma once

#include "actors/access_log/messages.hpp"
#include "actors/base/contract.hpp"
#include "actors/supervisor/messages.hpp"

namespace troupe::actors {

/// SUPERVISOR: watches over the cast of a proxy from its start to its end.
using supervisor_actor = caf::typed_actor<
  // Has every loop finish what is under way, and then end.
  takes<drain>,
  // Has every loop end now.
  takes<stop>,
  // Watches the actor: when it falls, another takes the part.
  takes<part_taken>,
  // Notes it; when all loops have said so, has them end.
  takes<loop_drained>,
  // Notes it; when all loops have said so, has the access logs written to their
  // ends, tells its maker and is done.
  takes<loop_ended>,
  // Has the access logs opened anew.
  takes<reopen_log>,
  // INTERNAL: what is not finished by now is cut off.
  takes<drain_deadline>>;

} // namespace troupe::actors
