#pragma once

#include "actors/base/contract.hpp"
#include "actors/upstream_h2/messages.hpp"

namespace troupe::actors {

/// UPSTREAM_H2: a connection to a backend that exchanges share. They call it;
/// it is moved by its socket and its timer.
using upstream_h2_actor = caf::typed_actor<
  // INTERNAL: the others of the loop had their turn, and there is more to do.
  takes<read_on>>;

} // namespace troupe::actors
