#include "runtime/dns/answer.hpp"

namespace troupe::runtime::dns {

std::string_view to_string(dns_errc x) noexcept {
  switch (x) {
    case dns_errc::not_found: return "no such name";
    case dns_errc::no_records: return "no records";
    case dns_errc::bad_name: return "not a name";
    case dns_errc::server_failed: return "no server could answer";
    case dns_errc::malformed: return "a malformed reply";
    case dns_errc::timed_out: return "no reply in time";
    case dns_errc::cancelled: return "cancelled";
    case dns_errc::unavailable: return "cannot ask";
  }
  return "unknown";
}

} // namespace troupe::runtime::dns
