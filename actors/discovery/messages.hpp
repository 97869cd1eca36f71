#pragma once

#include "actors/balancer/backend_register.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <string>
#include <vector>

namespace troupe::actors {

// -- commands: imperative -----------------------------------------------------

/// Do not wait for the time that was planned.
struct look_again {};

// -- events: past tense -------------------------------------------------------

/// All backends that there are now; never none. They are others than the last
/// time.
struct backends_found {
  std::vector<backend_register::entry> all;
};

/// Nothing could be learned, or nothing of use. Who was found before stays.
struct discovery_failed {
  std::string why; ///< "no such name: app.example"
};

} // namespace troupe::actors

// They do not leave the process, and so these need no inspection.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::look_again)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::backends_found)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::actors::discovery_failed)
