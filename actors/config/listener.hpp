#pragma once

#include "actors/listener/options.hpp"

#include "runtime/config/reader.hpp"

#include <optional>

namespace troupe::actors {

/// An entry of `listeners`: an address, or a map with one. Nothing if there is
/// no address that could be listened on.
std::optional<listener_options> read_listener(const runtime::config::setting& x,
                                              runtime::config::findings& out);

} // namespace troupe::actors
