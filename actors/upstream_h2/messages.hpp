#pragma once

#include <caf/allowed_unsafe_message_type.hpp>

namespace troupe::actors {

// -- timers: sent by an actor to itself, and by nobody else -------------------

struct read_on {};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::read_on)
