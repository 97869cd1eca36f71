#pragma once

#include <string>

namespace troupe::runtime::tls {

/// The oldest of what OpenSSL complains of on this thread, in its words; all of
/// it is forgotten then. Empty if there is nothing.
std::string take_error_text();

} // namespace troupe::runtime::tls
