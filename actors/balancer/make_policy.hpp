#pragma once

#include "actors/balancer/balancing_options.hpp"
#include "actors/balancer/balancing_policy.hpp"

#include <cstddef>
#include <memory>

namespace troupe::actors {

/// A policy for one loop, which is to adopt a plan that was made with the same
/// options before it is asked. `start` is another number for each loop: where
/// backends take turns, they start with different ones.
std::unique_ptr<balancing_policy> make_policy(const balancing_options& options,
                                              std::size_t start = 0);

} // namespace troupe::actors
