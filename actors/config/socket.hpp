#pragma once

#include "runtime/config/reader.hpp"
#include "runtime/net/address.hpp"
#include "runtime/net/socket_options.hpp"

#include <optional>

namespace troupe::actors {

/// What net::address::parse() reads; its sentence becomes the finding.
std::optional<runtime::net::address>
read_address(const runtime::config::setting& x, runtime::config::findings& out);

/// nodelay and keepalive.
void bind_socket(runtime::config::section& in,
                 runtime::net::socket_options& to);

} // namespace troupe::actors
