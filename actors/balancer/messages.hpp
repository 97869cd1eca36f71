#pragma once

#include "actors/balancer/upstream_view.hpp"
#include "actors/pool/messages.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <string>

namespace troupe::actors {

// -- commands -----------------------------------------------------------------

/// As lease_connection, of a backend that is to be chosen.
struct lease_of_upstream {
  lease_id lease{};
  /// What it is chosen by, if the policy hashes; else of no account.
  std::string key;
};

/// A pool has fallen: another takes its part, if the backend is still known.
struct replace_pool {
  backend_id backend{};
};

/// Nobody chooses here any more: the backends go, and the replica ends.
struct close_balancer {};

// -- events -------------------------------------------------------------------

/// An upstream's backends are others, or fare otherwise.
struct upstream_changed {
  upstream_view_ptr view;
};

} // namespace troupe::actors

// Pointers do not leave the process, and so these need no inspection.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::lease_of_upstream)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::replace_pool)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::close_balancer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::upstream_changed)
