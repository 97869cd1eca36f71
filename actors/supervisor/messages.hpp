#pragma once

#include "actors/balancer/backend.hpp"

#include <caf/actor_control_block.hpp>
#include <caf/allowed_unsafe_message_type.hpp>

#include <cstddef>
#include <cstdint>

namespace troupe::actors {

/// A part in the cast that is played again when its actor falls.
struct part {
  enum class role : std::uint8_t {
    listener,
    balancer,
    pool,
    access_log,
    log_courier,
    keeper
  };

  std::size_t worker = 0; ///< of an access log or a keeper nobody's: for all
  part::role role = role::listener;
  std::size_t index = 0; ///< of the listener, the upstream or the log
  backend_id backend{};  ///< of a pool

  friend bool operator==(const part&, const part&) = default;
};

// -- commands -----------------------------------------------------------------

/// Begin nothing new, finish what is under way, end by the deadline.
struct drain {};
/// End now.
struct stop {};

// -- events -------------------------------------------------------------------

/// An actor plays a part from now on.
struct part_taken {
  actors::part part;
  caf::strong_actor_ptr actor;
};
/// A loop has no connections left, and takes no new ones.
struct loop_drained {
  std::size_t worker = 0;
};
/// A loop listens no more, its connections are closed, and the rest of its cast
/// has been told to go.
struct loop_ended {
  std::size_t worker = 0;
};

// -- timers -------------------------------------------------------------------

struct drain_deadline {};

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::drain)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::stop)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::part_taken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::loop_drained)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::loop_ended)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::drain_deadline)
