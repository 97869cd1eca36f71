#pragma once

#include "actors/base/contract.hpp"
#include "actors/base/loop_unit.hpp"
#include "actors/http_service/messages.hpp"

#include <functional>

namespace troupe::actors {

/// HTTP SERVICE: an application that answers requests by itself. Any actor of
/// this interface will do: pinned to a loop, on the scheduler, or elsewhere.
using http_service_actor = caf::typed_actor<
  // Answers with the response; an error becomes a 500.
  answers<serve>::with<served>>;

/// Called once for each loop. May spawn an actor there (spawn_pinned), or
/// return the same actor for all loops.
using service_maker = std::function<http_service_actor(loop_unit& home)>;

} // namespace troupe::actors
