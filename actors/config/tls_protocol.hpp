#pragma once

#include "runtime/config/reader.hpp"
#include "runtime/tls/options.hpp"

namespace troupe::actors {

/// versions, ciphers, suites, groups, protocols and key_log: what a listener
/// and an upstream have alike.
void bind_protocol(runtime::config::section& in,
                   runtime::tls::protocol_options& to);

} // namespace troupe::actors
