#pragma once

#include "runtime/net/address.hpp"

#include "codecs/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime::dns {

/// Why a question has no answer.
enum class dns_errc : std::uint8_t {
  not_found,  ///< there is no such name (NXDOMAIN)
  no_records, ///< the name is there, but nothing of what was asked for
  bad_name,   ///< no server was asked: it cannot be a name (RFC 1035)
  /// SERVFAIL, REFUSED, or nobody is where the servers should be; c-ares tries
  /// each of them and does not tell these apart.
  server_failed,
  malformed,   ///< a reply that is none
  timed_out,   ///< nobody answered in time
  cancelled,   ///< the resolver has gone
  unavailable, ///< we cannot ask: no memory, no descriptor, no configuration
};

/// For the operator: "no such name".
std::string_view to_string(dns_errc x) noexcept;

/// Records in an answer; further ones are left out. A reply has 64 KiB at most
/// (RFC 1035 section 4.2.2) and so cannot have many more.
inline constexpr std::size_t max_records = 1000;

enum class ip_family : std::uint8_t { ipv4, ipv6 };

struct found_address {
  net::address where;
  std::uint32_t ttl = 0; ///< seconds; 0 also from a hosts file

  friend bool operator==(const found_address&, const found_address&) = default;
};

/// A SRV record (RFC 2782).
struct service_record {
  std::string target; ///< a name without its last dot
  std::uint16_t port = 0;
  std::uint16_t priority = 0; ///< the lowest is to be tried first
  std::uint16_t weight = 0;   ///< among those of one priority
  std::uint32_t ttl = 0;      ///< seconds

  friend bool operator==(const service_record&, const service_record&)
    = default;
};

/// Never an empty list, no address twice.
using address_answer = codecs::result<std::vector<found_address>, dns_errc>;
/// Never an empty list; in the order of the reply.
using service_answer = codecs::result<std::vector<service_record>, dns_errc>;

} // namespace troupe::runtime::dns
