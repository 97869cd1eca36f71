#pragma once

#include "actors/balancer/backend.hpp"

#include "runtime/net/address.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <string>
#include <vector>

namespace troupe::actors {

/// A backend to be checked.
struct check_target {
  backend_id id{};
  std::string name; ///< what Host says, unless the options do
  runtime::net::address address;

  friend bool operator==(const check_target&, const check_target&) = default;
};

// -- commands: imperative -----------------------------------------------------

/// All that are to be checked from now on. Who is known already stays so, with
/// what is known of it.
struct watch_backends {
  std::vector<check_target> targets;
};

// -- events: past tense -------------------------------------------------------

/// The checks of a backend have changed our mind about it.
struct health_changed {
  backend_id id{};
  bool healthy = false;
  std::string why; ///< the last check: "status 503"
};

} // namespace troupe::actors

// They do not leave the process, and so these need no inspection.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::watch_backends)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::health_changed)
