#pragma once

#include "runtime/config/reader.hpp"
#include "runtime/net/address.hpp"

#include <vector>

namespace troupe::actors {

/// A list of name servers: 127.0.0.1:5353, or without port, which is 53 then.
void read_name_servers(const runtime::config::setting& x,
                       std::vector<runtime::net::address>& to,
                       runtime::config::findings& out);

} // namespace troupe::actors
