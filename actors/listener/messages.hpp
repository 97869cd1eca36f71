#pragma once

#include "runtime/tls/identity.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <optional>

namespace troupe::actors {

// -- commands -----------------------------------------------------------------

/// Accept what has arrived already, and then no more.
struct stop_accepting {};

/// What a handshake is to show, or that there is nothing.
struct identity_found {
  std::optional<runtime::tls::identity> identity;
};

// -- timers: sent by an actor to itself, and by nobody else -------------------

struct accept_more {};
struct read_header {};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::stop_accepting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::accept_more)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::read_header)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::identity_found)
