#pragma once

#include "actors/base/contract.hpp"
#include "actors/session/messages.hpp"

namespace troupe::actors {

/// SESSION: one downstream connection. Moved by its socket and its timer; what
/// it asks of others comes back as answers to its requests.
using session_actor = caf::typed_actor<
  // INTERNAL: the others of the loop had their turn, and there is more to do.
  takes<go_on>>;

} // namespace troupe::actors
