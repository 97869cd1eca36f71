#pragma once

#include "actors/base/contract.hpp"
#include "actors/discovery/messages.hpp"

#include <caf/typed_actor.hpp>

namespace troupe::actors {

/// DISCOVERY SUBSCRIBER: wants to hear which backends exist.
using discovery_subscriber_actor = caf::typed_actor<
  // From now on these, and none of those that the source told of before.
  takes<backends_found>,
  // Goes on with what it has. Is told once for each reason, and again when
  // another follows; after a backends_found, or when the same backends are seen
  // anew, the reason is forgotten.
  takes<discovery_failed>>;

/// BACKEND SOURCE: looks again and again which backends exist, and tells its
/// subscriber of each change. Ends when the subscriber does.
using backend_source_actor = caf::typed_actor<
  // Looks at once.
  takes<look_again>>;

} // namespace troupe::actors
