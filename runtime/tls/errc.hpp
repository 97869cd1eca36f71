#pragma once

#include <cstdint>
#include <string>
#include <string_view>

struct ssl_st;

namespace troupe::runtime::tls {

/// Why there is no TLS connection, or none any more.
enum class errc : std::uint8_t {
  none,
  // -- the peer's certificate
  expired,
  not_yet_valid,
  wrong_host,        ///< it is for other names
  wrong_address,     ///< for other IP addresses
  unknown_authority, ///< nobody who is trusted has issued it
  self_signed,
  revoked,
  name_constraints, ///< its issuer may not issue for that name
  wrong_purpose,
  too_weak,
  no_revocation_list, ///< none that is valid, and one is demanded
  no_certificate,     ///< it has sent none, and has to
  bad_certificate,    ///< anything else that is wrong with it
  // -- the protocol
  plain_http, ///< instead of a handshake
  not_tls,
  no_common_version,
  no_common_cipher,
  no_common_protocol, ///< of those above TLS (ALPN)
  no_identity,        ///< we have no certificate for that name
  alert,              ///< the peer refuses, for what it says
  truncated,          ///< the connection ended, and TLS did not
  broken,             ///< the connection did
  malformed,          ///< anything else
};

/// One word, of letters and underscores: "wrong_host".
std::string_view to_string(errc x) noexcept;
/// It is the certificate of the peer that is not accepted.
bool concerns_certificate(errc x) noexcept;

struct problem {
  errc what = errc::none;
  std::string text; ///< OpenSSL's words; may be empty
};

/// What made the latest call fail; all that OpenSSL complains of on this thread
/// is forgotten then.
problem take_problem(const ssl_st& connection);

} // namespace troupe::runtime::tls
