#pragma once

#include "actors/balancer/backend_register.hpp"
#include "actors/supervisor/options.hpp"

#include <vector>

namespace troupe::actors {

/// As a register knows them.
std::vector<backend_register::entry>
entries_of(const std::vector<backend_options>& backends);

/// What is known of an upstream before anybody has asked: its own list.
backend_register register_of(const upstream_options& upstream);

} // namespace troupe::actors
