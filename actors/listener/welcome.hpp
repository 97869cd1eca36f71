#pragma once

#include "actors/session/loop_home.hpp"
#include "actors/session/new_connection.hpp"
#include "actors/session_h1/session_h1.hpp"
#include "actors/tls/front.hpp"

namespace troupe::actors {

/// Gives a connection that was accepted to whoever is first to have it: a
/// session, or what leads to one if there is a front. The home, on whose loop
/// this is called, has counted the guest.
void welcome(loop_home& home, tls_front* front, new_connection from);

/// For a connection that is ready: a session of the version that it speaks, as
/// far as that is known.
void start_session_of(loop_home& home, new_connection from);

} // namespace troupe::actors
