#include "runtime/dns/status.hpp"

#include <ares.h>

namespace troupe::runtime::dns {

dns_errc error_of(int status) noexcept {
  switch (status) {
    case ARES_ENOTFOUND:
    case ARES_ENONAME: return dns_errc::not_found;
    case ARES_ENODATA: return dns_errc::no_records;
    case ARES_ESERVFAIL:
    case ARES_ENOTIMP:
    case ARES_EFORMERR:
    case ARES_EREFUSED:
    case ARES_ECONNREFUSED: return dns_errc::server_failed;
    case ARES_EBADNAME: // within a reply
    case ARES_EBADSTR:
    case ARES_EBADRESP: return dns_errc::malformed;
    case ARES_ETIMEOUT: return dns_errc::timed_out;
    case ARES_EDESTRUCTION:
    case ARES_ECANCELLED: return dns_errc::cancelled;
    default: return dns_errc::unavailable;
  }
}

} // namespace troupe::runtime::dns
