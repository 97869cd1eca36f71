#pragma once

#include "actors/balancer/backend_condition.hpp"
#include "actors/base/contract.hpp"
#include "actors/upstream/upstream_ledger.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace troupe::actors {

struct upstream_state;

/// UPSTREAM WATCHER: wants to hear how an upstream's backends fare.
using upstream_watcher_actor = caf::typed_actor<
  // Does with it what it likes.
  takes<upstream_state>>;

// -- commands -----------------------------------------------------------------

/// The operator's list is another one.
struct replace_backends {
  std::vector<backend_options> all;
};

/// Of all backends of that name, or at that address.
struct set_backend_mode {
  std::string who;
  backend_mode mode = backend_mode::enabled;
};

/// Likewise; goes before what a source says.
struct set_backend_weight {
  std::string who;
  std::uint32_t weight = 1;
};

/// Answered with backends_listed.
struct list_backends {};

/// The watcher hears of each upstream_state from now on, and of the present one
/// at once, until it ends.
struct watch_upstream {
  upstream_watcher_actor who;
};

/// Nothing is kept any more.
struct close_keeper {};

/// To oneself: whatever has changed is told once.
struct publish_view {};

// -- replies ------------------------------------------------------------------

struct backends_listed {
  std::vector<backend_status> all;
  health_counters counters;
};

// -- events -------------------------------------------------------------------

/// A backend has had so many gateway failures in a row that it is to be judged.
struct row_of_failures {
  backend_id backend{};
};

/// An upstream's backends are others, or fare otherwise.
struct upstream_state {
  std::string upstream;
  std::vector<backend_status> backends;
  health_counters counters;
};

} // namespace troupe::actors

// They do not leave the process, and so these need no inspection.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::replace_backends)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::set_backend_mode)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::set_backend_weight)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::list_backends)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::watch_upstream)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::close_keeper)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::publish_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::backends_listed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::row_of_failures)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::upstream_state)
