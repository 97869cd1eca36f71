#pragma once

#include <caf/allowed_unsafe_message_type.hpp>

namespace troupe::actors {

// -- commands -----------------------------------------------------------------

/// Accept what has arrived already, and then no more.
struct stop_accepting {};

// -- timers: sent by an actor to itself, and by nobody else -------------------

struct accept_more {};
struct read_header {};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::stop_accepting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::accept_more)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::read_header)
