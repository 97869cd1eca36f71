#pragma once

#include "actors/access_log/exchange_record.hpp"

#include "runtime/log/log.hpp"

#include <cstdint>
#include <string>

namespace troupe::actors {

/// One line for the process's own log about an exchange that did not go well:
/// what, whose fault, whether it might have been tried again, because of what,
/// and which request it was. Without the query, which is nobody's business;
/// what peers sent is escaped.
std::string error_summary(const exchange_record& x);

/// Instead of so many more of them.
std::string suppressed_summary(proxy_errc what, std::uint64_t count);

/// A client's mistakes are for whoever looks closely, the rest is a warning.
runtime::log::level level_of(proxy_errc x) noexcept;

} // namespace troupe::actors
