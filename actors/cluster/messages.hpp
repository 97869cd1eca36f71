#pragma once

#include "actors/pipeline/messages.hpp"

#include <caf/actor_system_config.hpp>

namespace troupe::actors {

/// Makes known to CAF what messages cross nodes, by names that carry their
/// version: nodes that disagree on a message do not understand each other, and
/// say so. For the configuration of every actor system that takes part.
inline void add_cluster_messages(caf::actor_system_config& to) {
  to.add_message_type<examine>("troupe.examine.1");
  to.add_message_type<judgment>("troupe.judgment.1");
}

} // namespace troupe::actors
