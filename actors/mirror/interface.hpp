#pragma once

#include "actors/base/contract.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

namespace troupe::actors {

/// Copies that had given way to others of the loop go on.
struct resume_shadows {};

/// SHADOW SENDER: sends the copies of one loop to an upstream, and throws the
/// answers away.
using shadow_sender_actor = caf::typed_actor<
  // INTERNAL: time for those who have yielded.
  takes<resume_shadows>>;

} // namespace troupe::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::resume_shadows)
