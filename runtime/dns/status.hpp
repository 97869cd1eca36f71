#pragma once

#include "runtime/dns/answer.hpp"

namespace troupe::runtime::dns {

/// What c-ares means by a status other than success, about a name that can be
/// one.
dns_errc error_of(int status) noexcept;

} // namespace troupe::runtime::dns
