#pragma once

#include "actors/balancer/messages.hpp"
#include "actors/base/contract.hpp"

namespace troupe::actors {

/// BALANCER: a replica on each loop for each upstream. A pick needs no message:
/// it is a call on the upstream_here that the replica shares with the exchanges
/// of its loop. What changes comes here, and questions of other actors.
using balancer_actor = caf::typed_actor<
  // Exchanges choose among those backends from now on; those that are under way
  // go on with whom they have.
  takes<upstream_changed>,
  // Chooses a backend and passes the question on to its pool, which answers.
  // Without an answer in mind, a failure: no_backend.
  answers<lease_of_upstream>::with<connection_lease>,
  // INTERNAL: of the supervisor's.
  takes<replace_pool>,
  // Ends.
  takes<close_balancer>>;

} // namespace troupe::actors
