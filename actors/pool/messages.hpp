#pragma once

#include "actors/base/failure.hpp"
#include "actors/pool/upstream_connection.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>

namespace troupe::actors {

/// One attempt of an exchange to get a connection; unique in a process's loop.
enum class lease_id : std::uint64_t {};

// -- commands: imperative; the receiver does it or answers with a failure -----

/// Answered with a connection_lease, sooner or later: the pool has deadlines.
struct lease_connection {
  lease_id lease{};
};

/// Nobody waits for that lease any more.
struct forget_lease {
  lease_id lease{};
};

/// For whoever waits: it comes back in order, and others want it.
struct give_back {
  connection_ptr connection;
};

/// Nobody will ask for a connection any more.
struct close_pool {};

// -- replies ------------------------------------------------------------------

struct connection_lease {
  connection_ptr connection; ///< none if it failed
  bool reused = false;       ///< the peer may have closed it: retry::if_reused
  failure why;               ///< if there is none
};

// -- events -------------------------------------------------------------------

/// A connection was closed while others waited for its place.
struct place_became_free {};

/// A connection of HTTP/2 can be used, and is shared, or it came to nothing.
struct connection_settled {
  failure why; ///< none if it can
};

} // namespace troupe::actors

// Pointers do not leave the process, and so these need no inspection.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::lease_connection)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::forget_lease)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::give_back)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::close_pool)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::connection_lease)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::place_became_free)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::connection_settled)
