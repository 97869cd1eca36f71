#pragma once

#include "actors/pipeline/state_bag.hpp"
#include "actors/session/options.hpp"

#include "runtime/net/stream.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace troupe::actors {

/// A connection that is about to have a session.
struct new_connection {
  runtime::net::stream socket;
  std::string client; ///< whom it is from: an address without port, or "unix:"
  std::string_view early;            ///< what was read of it already; borrowed
  std::unique_ptr<state_bag> memory; ///< of stages, if there is any yet
  http_versions speaks;
};

} // namespace troupe::actors
