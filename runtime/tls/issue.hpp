#pragma once

#include "runtime/tls/identity.hpp"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace troupe::runtime::tls {

/// A certificate that is wished for.
struct certificate_wish {
  std::string common_name;
  std::vector<std::string> names; ///< of DNS; "*.a.example", too
  std::vector<std::string> addresses;
  key_kind kind = key_kind::ecdsa; ///< P-256, or 2048 bits of RSA
  std::chrono::system_clock::time_point not_before;
  std::chrono::system_clock::time_point not_after;
  bool is_authority = false; ///< that issues others
  /// If it is one: the domain that its certificates must keep to (RFC 5280
  /// section 4.2.1.10).
  std::string permitted = {};
};

/// In PEM.
struct issued {
  std::string certificate; ///< with its issuer's behind it
  std::string key;
};

/// Makes a key, and a certificate for it that `issuer` has signed, or it itself
/// if there is none. For trying things out: nobody else trusts it. The error is
/// a sentence.
codecs::result<issued, std::string> issue(const certificate_wish& wish,
                                          const issued* issuer = nullptr);

struct revocation_list {
  std::string pem;
};

/// A list of those that the issuer has revoked (RFC 5280 section 5), valid for
/// a day. The error is a sentence.
codecs::result<revocation_list, std::string>
issue_revocations(const issued& issuer, std::span<const issued> revoked);

} // namespace troupe::runtime::tls
