#pragma once

#include "actors/base/contract.hpp"
#include "actors/tunnel/messages.hpp"

namespace troupe::actors {

/// TUNNEL: carries octets both ways after a 101. Moved by its two sockets.
using tunnel_actor = caf::typed_actor<
  // INTERNAL: the others of the loop had their turn, and there is more to do.
  takes<carry_on>>;

} // namespace troupe::actors
