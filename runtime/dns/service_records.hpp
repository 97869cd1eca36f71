#pragma once

#include "runtime/dns/answer.hpp"

#include <cstddef>
#include <span>

namespace troupe::runtime::dns {

/// Reads the SRV records of a DNS message, at most max_records. A record's time
/// to live is never longer than that of an alias that led to it. That a service
/// is decidedly not there (target ".", RFC 2782) is no_records. Pure.
service_answer parse_service_records(std::span<const std::byte> message);

} // namespace troupe::runtime::dns
