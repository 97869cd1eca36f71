#pragma once

#include "actors/pipeline/state_bag.hpp"

#include "runtime/net/stream.hpp"

#include "codecs/proxy_protocol/header.hpp"

namespace troupe::actors {

/// Whose connection that is, for a backend that is to be told: what a proxy in
/// front of us has said, if `memory` (may be null) has it, or its two ends.
codecs::proxy_protocol::header announced_by(const runtime::net::stream& socket,
                                            state_bag* memory);

} // namespace troupe::actors
