#pragma once

#include "actors/base/contract.hpp"
#include "actors/pool/messages.hpp"

namespace troupe::actors {

/// POOL: lends the connections of one loop to one backend. What needs no
/// decision, an idle connection taken or put back, is a call on the shelf that
/// it shares with the sessions of its loop; everything else comes here.
using pool_actor = caf::typed_actor<
  // Answers with a connection that is free, or a new one, or the next that
  // comes back; or with the reason why there is none.
  answers<lease_connection>::with<connection_lease>,
  // Takes the lease out of the queue.
  takes<forget_lease>,
  // Hands the connection to the first in the queue, or keeps it.
  takes<give_back>,
  // INTERNAL: connects for the first in the queue.
  takes<place_became_free>,
  // Whoever it was made for, and who waits, gets streams of it, or hears why
  // there are none.
  takes<connection_settled>,
  // Ends.
  takes<close_pool>>;

} // namespace troupe::actors
