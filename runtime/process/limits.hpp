#pragma once

#include <cstddef>

namespace troupe::runtime::process {

/// Raises the soft limit of open descriptors to the hard one. Returns it.
std::size_t raise_descriptor_limit() noexcept;

/// Processors that this process may run on, at least 1.
unsigned usable_processors() noexcept;

} // namespace troupe::runtime::process
