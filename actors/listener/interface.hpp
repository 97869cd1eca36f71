#pragma once

#include "actors/base/contract.hpp"
#include "actors/listener/messages.hpp"

namespace troupe::actors {

/// LISTENER: accepts the connections of one socket on one loop, and spawns a
/// session for each.
using listener_actor = caf::typed_actor<
  // Spawns sessions for what has arrived, tells its maker, and ends.
  takes<stop_accepting>,
  // INTERNAL: the others of the loop had their turn, and more have arrived.
  takes<accept_more>>;

/// PREFACE: reads the PROXY protocol's header from a new connection, and gives
/// the connection to a session. Moved by its socket and its timer.
using preface_actor = caf::typed_actor<
  // INTERNAL: the others of the loop had their turn, and more may be there.
  takes<read_header>>;

/// PASS THROUGH: reads whom a new connection asks for, and leads it to an
/// upstream unread, or gives it to a handshake. Moved by its socket and its
/// timer.
using pass_through_actor = caf::typed_actor<
  // INTERNAL: the others of the loop had their turn, and more may be there.
  takes<read_header>>;

/// HANDSHAKE: leads a new connection through TLS's handshake, and gives it to a
/// session. Moved by its socket and its timer.
using handshake_actor = caf::typed_actor<
  // The certificate that its front's supplier was asked for.
  takes<identity_found>>;

} // namespace troupe::actors
