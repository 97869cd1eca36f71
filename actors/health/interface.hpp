#pragma once

#include "actors/base/contract.hpp"
#include "actors/health/messages.hpp"

#include <caf/typed_actor.hpp>

namespace troupe::actors {

/// HEALTH SUBSCRIBER: wants to hear which backends are well.
using health_subscriber_actor = caf::typed_actor<
  // Asks that backend from now on, or asks it no more.
  takes<health_changed>>;

/// HEALTH CHECKER: asks the backends of an upstream how they are, and tells its
/// subscriber of each change.
using health_checker_actor = caf::typed_actor<
  // Checks these, and nobody else.
  takes<watch_backends>>;

} // namespace troupe::actors
